"""What each sub-command of `tenant` can be told."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping

from tenants.models.plan import Plan
from tenants.models.tenant import Tenant

type Declare = Callable[[ArgumentParser], object]


def _nothing(sub: ArgumentParser) -> None:
    """Declare no option."""


def _slug(sub: ArgumentParser) -> None:
    sub.add_argument("slug", help="the company")


def _create(sub: ArgumentParser) -> None:
    sub.add_argument("--slug", required=True, help="first label of the host: small letters, digits, hyphens")
    sub.add_argument("--name", required=True)
    sub.add_argument("--industry", choices=Tenant.Industry.values, default="none")
    sub.add_argument("--currency", default="CNY", help="ISO 4217 code")
    sub.add_argument("--timezone", default="Asia/Shanghai", help="IANA name")
    sub.add_argument("--locale", choices=Tenant.Locale.values, default="zh-hans")
    sub.add_argument("--plan", choices=Plan.values, default=Plan.STANDARD, help="what the company has booked")
    sub.add_argument("--database", default="", metavar="ALIAS", help="where it lives; the first database by default")
    sub.add_argument("--admin-email", required=True)
    sub.add_argument("--admin-password")
    sub.add_argument("--api-key", action="store_true", help="make a key with all scopes and print it once")
    sub.add_argument("--demo", action="store_true", help="fill the company with demonstration data")


def _doctor(sub: ArgumentParser) -> None:
    sub.add_argument("slug", nargs="?", help="one company; all by default")


def _suspend(sub: ArgumentParser) -> None:
    _slug(sub)
    sub.add_argument("--reason", default="", help="why, for the audit")


def _plan(sub: ArgumentParser) -> None:
    _slug(sub)
    sub.add_argument("plan", choices=Plan.values, help="what the company has booked from now on")


def _enter(sub: ArgumentParser) -> None:
    _slug(sub)
    sub.add_argument("--reason", required=True, help="why, for the audits of the company and of the operator")
    sub.add_argument("--minutes", type=int, default=60, help="for how long, 5 to 480")


def _export(sub: ArgumentParser) -> None:
    _slug(sub)
    sub.add_argument("file", help="the archive that is written; it must not exist yet")
    sub.add_argument("--with-credentials", action="store_true", help="passwords and keys too: keep such a file safe")


def _restore(sub: ArgumentParser) -> None:
    sub.add_argument("file", help="an archive that `tenant export` wrote")
    sub.add_argument("--slug", required=True, help="the new company")
    sub.add_argument("--name", help="its name; that of the original by default")


def _clone(sub: ArgumentParser) -> None:
    _slug(sub)
    sub.add_argument("--slug", required=True, dest="new_slug", help="the new company")
    sub.add_argument("--name", help="its name; that of the original by default")
    sub.add_argument("--with-facts", action="store_true", help="customers, feedback, orders and scores too")


def _delete(sub: ArgumentParser) -> None:
    _slug(sub)
    sub.add_argument("--yes", action="store_true", help="really delete, after the cooling period")
    sub.add_argument("--reason", default="", help="why, for the audit and the certificate")
    sub.add_argument("--days", type=int, default=30, help="length of the cooling period; `tenant resume` takes it back")
    sub.add_argument("--now", action="store_true", help="at once, without a way back")
    sub.add_argument("--confirm", default="", metavar="SLUG", help="the slug once more, for --now")


def _migrate(sub: ArgumentParser) -> None:
    sub.add_argument("--stop-after", type=int, metavar="N", help="try no more companies after N failures")
    sub.add_argument("--retry", action="store_true", help="only those that failed or were not tried the last time")


def _move(sub: ArgumentParser) -> None:
    sub.add_argument("--slug", required=True, help="the company")
    what = sub.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="ALIAS", help="the database it is to live in")
    what.add_argument("--confirm", action="store_true", help="drop the copy that it left behind")
    what.add_argument("--give-up", action="store_true", help="drop what was copied by a move that was cut off")


OPTIONS: Mapping[str, Declare] = {
    "create": _create,
    "list": _nothing,
    "migrate": _migrate,
    "move": _move,
    "doctor": _doctor,
    "readiness": _slug,
    "suspend": _suspend,
    "resume": _slug,
    "plan": _plan,
    "enter": _enter,
    "export": _export,
    "restore": _restore,
    "clone": _clone,
    "delete": _delete,
    "certificate": _slug,
}
