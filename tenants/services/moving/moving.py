"""Move a company to another database while it is being written to, and drop what it left behind."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from tenants.access import COMMAND, Actor
from tenants.backend.routing import databases
from tenants.models.move import CompanyMove
from tenants.models.tenant import Tenant
from tenants.selectors import forget_hosts
from tenants.selectors.companies import HOST_CACHE_SECONDS
from tenants.services.locks import named_lock
from tenants.services.moving.copying import CannotMove, first_copy
from tenants.services.moving.switching import switch, work_there
from tenants.services.outside import from_outside
from tenants.services.places import End, build, drop, exists, old_copy
from tenants.services.suspending import stop_work
from tenants.services.sweeping import sweep_by
from tenants.services.telling import tell

# The longest that writing is refused for, should the mover be killed while it pauses the company.
LONGEST_PAUSE = timedelta(seconds=60)
# What had begun before the pause ends in this time; what does not waits at the locks.
GRACE_SECONDS = 0.5
# A move that came no step further for so long is looked after by the beat; one that is at work holds the lock.
CUT_OFF_AFTER = timedelta(minutes=2)

type Told = Callable[[str], None]


def move_company(*, company: Tenant, to: str, actor: Actor = COMMAND, on_step: Told = lambda step: None) -> CompanyMove:
    """Let a company work in another database; asking again goes on with a move that was cut off.

    It is copied while it works. Then, for seconds, nothing is written: the copy is completed and compared by checksums
    of all tables, the old one set aside, and the company found in the new place. The old copy is kept until
    `confirm_move`. Should anything fail before, the company stays where it is. Raises CannotMove.
    """
    with from_outside(), named_lock(f"company {company.slug}"):
        held: Tenant = Tenant.objects.get(pk=company.pk)
        move = open_move(held)
        if move is not None and move.state == CompanyMove.State.VERIFIED and _has_left(held, move):
            on_step("switch")
            work_there(move)
        else:
            _require_movable(held, move, to)
            move = move or CompanyMove(slug=held.slug, source=held.database, target=to)
            move.state, move.error = CompanyMove.State.COPYING, ""
            move.save()
            _go(held, move, on_step)
        forget_hosts()
        moved: Tenant = Tenant.objects.get(pk=company.pk)
        tell(
            company=moved,
            actor=actor,
            action="tenant.moved",
            before={"database": move.source},
            after={"database": move.target},
        )
        sweep_by(company=moved, moment=timezone.now())
    return move


def confirm_move(*, company: Tenant) -> CompanyMove:
    """Drop the copy that a company left behind. Raises CannotMove when there is none."""
    with from_outside(), named_lock(f"company {company.slug}"):
        move = open_move(company)
        if move is None or move.state != CompanyMove.State.SWITCHED:
            raise CannotMove(f"company {company.slug} has left no copy behind")
        drop(old_copy(End(company.schema_name, move.source)))
        move.state = CompanyMove.State.CONFIRMED
        move.save()
    return move


def give_up_move(*, company: Tenant) -> CompanyMove:
    """Drop the copy of a move that was cut off; the company stays where it is. Raises CannotMove when it has left."""
    with from_outside(), named_lock(f"company {company.slug}"):
        held: Tenant = Tenant.objects.get(pk=company.pk)
        move = open_move(held)
        if move is None or move.state == CompanyMove.State.SWITCHED or _has_left(held, move):
            raise CannotMove(f"company {held.slug} is not on its way: move it back, or confirm the move")
        _stay(held, move)
        move.state = CompanyMove.State.GIVEN_UP
        move.save()
    return move


def resume_moves(*, now: datetime) -> list[CompanyMove]:
    """Go on with the moves that were cut off: that came no step further for a while and that nobody is at."""
    begun = [CompanyMove.State.COPYING, CompanyMove.State.VERIFIED]
    silent = CompanyMove.objects.filter(state__in=begun, error="", changed_at__lt=now - CUT_OFF_AFTER)
    return [
        move_company(company=company, to=move.target)
        for move in silent
        if (company := Tenant.objects.filter(slug=move.slug).first()) is not None
    ]


def drop_copies(company: Tenant) -> None:
    """Drop what an open move has left of a company where it does not work: the company itself is to be deleted."""
    move = open_move(company)
    if move is not None:
        drop(old_copy(End(company.schema_name, move.source)))
        if company.database != move.target:
            drop(End(company.schema_name, move.target))
        CompanyMove.objects.filter(pk=move.pk).update(state=CompanyMove.State.GIVEN_UP)


def open_move(company: Tenant) -> CompanyMove | None:
    """Return the move of a company that is neither confirmed nor given up, or None."""
    over = [CompanyMove.State.CONFIRMED, CompanyMove.State.GIVEN_UP]
    found: CompanyMove | None = (
        CompanyMove.objects.filter(slug=company.slug).exclude(state__in=over).order_by("-id").first()
    )
    return found


def _has_left(company: Tenant, move: CompanyMove) -> bool:
    """Return whether the old copy is set aside already: then the company is to be found in the target."""
    source = End(company.schema_name, move.source)
    return not exists(source) and exists(old_copy(source))


def _require_movable(company: Tenant, move: CompanyMove | None, to: str) -> None:
    if company.kind != Tenant.Kind.COMPANY:
        raise CannotMove("the operator's own schema stays in the first database")
    if company.status not in {Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED}:
        raise CannotMove(f"company {company.slug} is {company.status}")
    if to not in databases():
        raise CannotMove(f"no database is called {to!r}: set DATABASE_URL_{to.upper()} for all processes")
    if move is not None and move.state == CompanyMove.State.SWITCHED:
        raise CannotMove(f"company {company.slug} has left a copy in {move.source}: confirm that move first")
    if move is not None and to != move.target:
        raise CannotMove(f"company {company.slug} is on its way to {move.target}: let it arrive, or give that up")
    if to == company.database:
        raise CannotMove(f"company {company.slug} is in {to} already")
    if move is None and exists(End(company.schema_name, to)):
        raise CannotMove(f"schema {company.schema_name} exists in {to} and is not this company's: look there first")


def _go(company: Tenant, move: CompanyMove, on_step: Told) -> None:
    source, target = End(company.schema_name, move.source), End(company.schema_name, move.target)
    rows = Tenant.objects.filter(pk=company.pk)
    try:
        on_step("announce")
        rows.update(is_moving=True)
        forget_hosts()
        announced = time.monotonic()
        on_step("build")
        build(target)
        on_step("copy")
        copy = first_copy(source, target, on_table=lambda table: None)
        # By now every process has forgotten what it knew of the company, and looks at its row with each request.
        time.sleep(max(0.0, announced + HOST_CACHE_SECONDS + 1 - time.monotonic()))
        on_step("pause")
        paused = time.monotonic()
        rows.update(paused_until=timezone.now() + LONGEST_PAUSE)
        stop_work(company)
        time.sleep(GRACE_SECONDS)
        on_step("switch")
        switch(move=move, source=source, target=target, copy=copy)
        move.paused_seconds = time.monotonic() - paused
        move.save()
    except Exception as error:
        if not _has_left(company, move):
            _stay(company, move)
            move.error = f"{type(error).__name__}: {error}"[:2000]
            move.state = CompanyMove.State.COPYING
            move.save()
        raise


def _stay(company: Tenant, move: CompanyMove) -> None:
    """Let the company work where it is, and drop what was copied."""
    Tenant.objects.filter(pk=company.pk, database=move.source).update(is_moving=False, paused_until=None)
    forget_hosts()
    drop(End(company.schema_name, move.target))
