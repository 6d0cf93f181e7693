"""Cases of a demonstration company, in every state, from what its customers answered last."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from feedback.models import Case, CaseEvent, CaseRule, CaseState, FeedbackItem, RootCause
from feedback.services.cases.backtest import back_test
from feedback.services.cases.history import one_at_a_time
from feedback.services.cases.opening import open_for
from feedback.services.cases.rules import create_rule, enable_rule
from feedback.services.cases.working import change_state, comment_on_case, reopen_case, resolve_case
from tenants.access import COMMAND, SYSTEM

NAME: Final = "差评：NPS 0-6"
CONDITIONS: Final = {"all": [{"score": "nps", "at_most": 6}, {"is_known": True}]}
LADDER: Final = [{"minutes": 240, "severity": "critical"}]
SPAN = timedelta(days=45)
# How far each case has come, the one of the last answer first.
STATES: Final = (None, "in_progress", "waiting", "resolved", "closed", "reopened", "resolved", None)


@transaction.atomic
def write_cases(*, last: datetime) -> int:
    """Write a rule, set it going, and open cases from the last answers that met it; return how many.

    Nothing happens where there are cases or the rule already. `last` is the end of the company's data.
    """
    if Case.objects.exists() or CaseRule.objects.filter(name=NAME).exists():
        return 0
    one_at_a_time()
    first = last - SPAN
    found = back_test(conditions=CONDITIONS, first=first - SPAN, last=first)  # so that who came back has done so
    rule = create_rule(actor=COMMAND, name=NAME, conditions=CONDITIONS, severity="high", ladder=LADDER)
    rule = enable_rule(actor=COMMAND, id=rule.pk)
    rows = {item.pk: item for item in FeedbackItem.objects.filter(pk__in=found.examples)}
    opened = 0
    for key, state in zip(found.examples, STATES, strict=False):
        for case in open_for(rule, [rows[key]], now=rows[key].occurred_at + timedelta(minutes=10)):
            _bring_to(state, case)
            opened += 1
    return opened


@transaction.atomic
def forget_cases() -> None:
    """Remove the cases whose answers were taken away and into which nobody wrote, and the rule when none is left."""
    there = FeedbackItem.objects.filter(pk=OuterRef("item_id"))
    people = CaseEvent.objects.filter(case=OuterRef("pk")).exclude(by_kind__in=[COMMAND.kind, SYSTEM.kind])
    Case.objects.filter(~Exists(there), ~Exists(people), rule__name=NAME).delete()
    CaseRule.objects.filter(name=NAME).exclude(pk__in=Case.objects.filter(rule__name=NAME).values("rule")).delete()


def _bring_to(state: str | None, case: Case) -> None:
    if state in ("in_progress", "waiting"):
        change_state(actor=COMMAND, id=case.pk, state=CaseState(state))
        comment_on_case(actor=COMMAND, id=case.pk, text="已致电顾客，约好回访时间。")
    elif state is not None:
        resolve_case(actor=COMMAND, id=case.pk, note="已致歉并赠送小菜一份。", root_cause=RootCause.WAITING_TIME)
        _as_if_then(case)
    if state == "closed":
        change_state(actor=COMMAND, id=case.pk, state=CaseState.CLOSED)
    elif state == "reopened":
        reopen_case(actor=COMMAND, id=case.pk, reason="顾客再次来电，问题仍在。")


def _as_if_then(case: Case) -> None:
    """Let a case end a day after it was opened, so that one sees who came back since."""
    over = {
        "first_response_at": case.opened_at + timedelta(hours=2),
        "resolved_at": case.opened_at + timedelta(days=1),
    }
    Case.objects.filter(pk=case.pk).update(**over)
