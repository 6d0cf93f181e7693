"""A company is set up by a form: begun at once, gone on with by a worker, followed step by step."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from tenants import tasks
from tenants.access import company_context
from tenants.members.models import Ticket, User
from tenants.models import ProvisioningRun, Tenant
from tenants.services.onboarding import go_on, resume_set_ups
from tenants.services.steps import STEPS
from tests.tenants.admin.conftest import Desk, words_of

FORM = {
    "name": "一号银行", "slug": "number-one", "industry": "bank", "plan": "trial", "locale": "zh-hans",
    "timezone": "Asia/Shanghai", "currency": "cny", "admin_email": "boss@one.example",
}  # fmt: skip


def begun(desk: Desk, **other: str) -> ProvisioningRun:
    """Send the form, and return the set-up that began."""
    answer = desk.sends("companies/new/", **(FORM | other))
    assert answer.status_code == 302, words_of(answer)
    run = ProvisioningRun.objects.get(slug=(FORM | other)["slug"])
    assert answer["Location"] == f"/admin/set-ups/{run.pk}/"
    return run


def test_a_form_begins_a_company_and_a_worker_goes_on(
    desk: Desk, sent: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = begun(desk)
    company = Tenant.objects.get(slug="number-one")
    assert sent == [("tenants.go_on", {"slug": "number-one"})]
    assert (company.status, company.currency, company.plan, company.name) == (
        "provisioning",
        "CNY",
        "trial",
        "一号银行",
    )
    assert "Running 1 / 7" in desk.sees(f"set-ups/{run.pk}/steps")

    assert tasks.go_on_founding(slug="number-one") == "done"

    company.refresh_from_db()
    run.refresh_from_db()
    assert company.status == "active"
    assert [step["name"] for step in run.steps] == [*STEPS, "invitation"]
    assert "The company is ready." in desk.sees(f"set-ups/{run.pk}/")
    with company_context(company):
        owner = User.objects.get()
        assert (owner.email, owner.has_usable_password()) == ("boss@one.example", False)
        assert Ticket.objects.get(user=owner).origin == "http://number-one.localhost"
    assert mail.outbox == []  # a worker sends it


def test_a_form_that_is_sent_twice_makes_one_company(desk: Desk) -> None:
    first, second = begun(desk), begun(desk)

    tasks.go_on_founding(slug="number-one")
    tasks.go_on_founding(slug="number-one")
    third = begun(desk)

    assert first.pk == second.pk == third.pk
    assert Tenant.objects.filter(slug="number-one").count() == 1
    third.refresh_from_db()
    assert len(third.steps) == 7


@pytest.mark.parametrize("other", [{"name": "Another"}, {"admin_email": "thief@one.example"}, {"currency": "EUR"}])
def test_a_slug_that_is_taken_is_refused(desk: Desk, other: dict[str, str]) -> None:
    begun(desk)
    tasks.go_on_founding(slug="number-one")

    answer = desk.sends("companies/new/", **(FORM | other))

    assert "Another company is called number-one" in words_of(answer)
    with company_context(Tenant.objects.get(slug="number-one")):
        assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"slug": "Number One"}, "must have 2 to 40 small letters"),
        ({"slug": "-x-"}, "must have 2 to 40 small letters"),
        ({"slug": "admin"}, "is reserved"),
        ({"slug": "pg-temp"}, "is reserved"),
        ({"slug": "x" * 60}, "at most 40 characters"),
        ({"slug": "evil.example"}, "must have 2 to 40 small letters"),
        ({"slug": ""}, "This field is required."),
        ({"name": "   "}, "This field is required."),
        ({"name": "n" * 201}, "at most 200 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"timezone": "Mars/Olympus"}, "is unknown"),
        ({"timezone": "../etc/passwd"}, "is unknown"),
        ({"currency": "12!"}, "three letters"),
        ({"currency": "YUAN"}, "at most 3 characters"),
        ({"admin_email": "boss"}, "valid email"),
        ({"admin_email": ""}, "This field is required."),
        ({"industry": "mining"}, "Select a valid choice"),
        ({"plan": "gold"}, "Select a valid choice"),
        ({"locale": "fr"}, "Select a valid choice"),
        ({"with_demo": "on"}, "no demonstration data for this industry"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_made(desk: Desk, other: dict[str, str], words: str) -> None:
    before = Tenant.objects.count()

    answer = desk.sends("companies/new/", **(FORM | other))

    assert answer.status_code == 200
    assert words in words_of(answer)
    assert (Tenant.objects.count(), ProvisioningRun.objects.filter(slug="number-one").count()) == (before, 0)


def test_a_slug_is_looked_at_while_it_is_typed(desk: Desk, acme: Tenant) -> None:
    def look(slug: str) -> dict[str, Any]:
        return desk.reads("companies/new/slug", slug=slug).json()  # type: ignore[attr-defined, no-any-return]

    assert look("fresh") == {"is_free": True, "words": "", "host": "fresh.localhost"}
    assert "Another company is called acme" in look(" ACME ")["words"]
    assert "reserved" in look("admin")["words"]
    assert look("")["is_free"] is False
    assert look("a\0" + "b" * 5000)["is_free"] is False


def test_the_template_is_shown_before_it_is_chosen(desk: Desk) -> None:
    text = desk.reads("companies/new/").content.decode()

    assert text.count("data-preview=") == 7
    assert "touchpoints" in text


def test_a_set_up_that_failed_goes_on_at_the_step_that_failed(
    desk: Desk, settings: Any, sent: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    run = begun(desk)
    settings.TENANT_SETUP_STEPS = ["tests.tenants.admin.test_founding.breaks"]
    with pytest.raises(RuntimeError):
        go_on(slug="number-one")
    page = desk.sees(f"set-ups/{run.pk}/")
    assert "The step is broken" in page
    assert "Try again from the step that failed" in page
    assert "its set-up has failed" in desk.sees()
    settings.TENANT_SETUP_STEPS = []

    with django_capture_on_commit_callbacks(execute=True):
        desk.sends(f"set-ups/{run.pk}/retry")
    assert sent[-1] == ("tenants.go_on", {"slug": "number-one"})
    assert tasks.go_on_founding(slug="number-one") == "done"

    run.refresh_from_db()
    assert (run.state, run.error) == ("done", "")


def breaks(**given: Any) -> None:
    raise RuntimeError("the step is broken")


def test_one_whose_message_was_lost_is_found(desk: Desk) -> None:
    from datetime import timedelta

    from django.utils import timezone

    run = begun(desk)
    ProvisioningRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(minutes=5))

    resume_set_ups()

    run.refresh_from_db()
    assert run.state == "done"
    assert Tenant.objects.get(slug="number-one").status == "active"


def test_demonstration_data_is_filled_in_at_the_end(desk: Desk, settings: Any) -> None:
    settings.TENANT_DEMO_STEP = "tests.tenants.admin.test_founding.fill"
    run = begun(desk, industry="dining", with_demo="on")

    tasks.go_on_founding(slug="number-one")

    run.refresh_from_db()
    assert [step["name"] for step in run.steps][-2:] == ["invitation", "demo"]
    with company_context(Tenant.objects.get(slug="number-one")):
        assert User.objects.filter(email="filled@one.example").exists()


def fill(*, company: Tenant) -> None:
    User.objects.create(email="filled@one.example")


def test_the_industries_with_demonstration_data_are_those_there_are(settings: Any) -> None:
    from analytics.management.demonstration import WORLDS

    assert set(settings.DEMO_INDUSTRIES) == set(WORLDS)


def test_a_set_up_that_never_was_is_not_found(desk: Desk) -> None:
    nobody = "set-ups/01900000-0000-7000-8000-000000000000/"

    assert desk.reads(nobody).status_code == 404
    assert desk.sends(f"{nobody}retry").status_code == 404
