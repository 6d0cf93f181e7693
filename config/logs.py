"""Log lines: JSON for machines in production, plain for people; with the request's id and the company, without people.

What customers or staff typed must not end in a log. So an exception is told by its type and where it was raised, not by
its message, and a request by its route, not by its address.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from tenants.access import PUBLIC, current_request, current_schema
from tenants.audit.access import hide_secrets
from tenants.telemetry.tracing import trace_id

FACTS = ("method", "route", "status", "duration_ms", "actor", "task", "operation")
LONGEST_MESSAGE = 2000
MOST_FRAMES = 30
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w.-])(?:\+?86)?1[3-9]\d{9}(?!\w)")

type Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def clean(text: str) -> str:
    """Return a text without what looks like a key, a token, an e-mail address or a mobile number."""
    return _NUMBER.sub("[number]", _MAIL.sub("[address]", hide_secrets(text)))[:LONGEST_MESSAGE]


def said(record: logging.LogRecord) -> str:
    """Return the message of a record. Paths and the words of exceptions, which Django and Celery add, are left out."""
    if hasattr(record, "request") and isinstance(record.args, tuple) and record.args:
        return clean(str(record.args[0]))  # "Not Found: /s/a-secret" becomes "Not Found"
    if record.name == "celery.app.trace" and isinstance(record.args, Mapping) and "exc" in record.args:
        return clean(f"task {record.args.get('name')} {record.args.get('description', 'failed')}")
    return clean(record.getMessage())


def told(raised: Raised) -> dict[str, Any]:
    """Return an exception as its type and frames, the innermost last; of the database's also what it names."""
    kind, error, trace = raised
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    found: dict[str, Any] = {
        "type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    for name in ("sqlstate", "table_name", "constraint_name"):
        if getattr(diagnosis, name, None):
            found[name] = getattr(diagnosis, name)
    return found


def _raised(record: logging.LogRecord) -> Raised | None:
    found = record.exc_info
    return (found[0], found[1], found[2]) if found and found[0] is not None and found[1] is not None else None


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request, company, and what the record adds."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
            "request": _request_id(record) or _of_task("request"),
            "company": getattr(record, "company", None) or _company(record),
        }
        if trace := trace_id():
            line["trace"] = trace
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        raised = _raised(record)
        if raised:
            line["exception"] = told(raised)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """A line for people, with the facts behind the message and the frames of an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines."""
        facts = [str(getattr(record, name)) for name in FACTS if hasattr(record, name)]
        line = " ".join([record.levelname, record.name, said(record), *facts])
        raised = _raised(record)
        if raised is None:
            return line
        exception = told(raised)
        return "\n".join([line, *(f"  {frame}" for frame in exception["frames"]), f"  {exception['type']}"])


def _company(record: logging.LogRecord) -> str:
    """Return the current schema; of a line of Django's or Celery's around the work, that of the request or message."""
    here = current_schema()
    if here != PUBLIC:
        return here
    company = getattr(getattr(record, "request", None), "company", None)
    return str(company.schema_name) if company else _of_task("company") or PUBLIC


def _of_task(header: str) -> str | None:
    """Return what the message of the task says that this thread works at; processes without Celery have none."""
    celery = sys.modules.get("celery._state")
    task = celery.get_current_task() if celery else None
    found = (task.request.headers or {}).get(header) if task else None
    return found if isinstance(found, str) else None


def _request_id(record: logging.LogRecord) -> str | None:
    request = current_request()
    over = getattr(getattr(record, "request", None), "request_id", None)
    return getattr(record, "request_id", None) or (request.id if request else over)


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING for a form, "json" or "plain"."""
    made = f"config.logs.{'JsonLines' if form == 'json' else 'PlainLines'}"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": made}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
        "root": {"handlers": ["console"], "level": level.upper()},
        # Django gives these loggers handlers of their own, which would tell everything twice and in full.
        "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    }
