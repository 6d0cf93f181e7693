"""`POST /collect/v1/{kind}`: facts from other systems, in batches, with an API key. Files of access and of exports."""

from hashlib import sha256
from typing import cast
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from psycopg import errors

from feedback.services.changes.requests import UnknownExport, fetch_export
from feedback.services.idempotency import BadIdempotencyKey, IdempotencyConflict, IdempotencyMismatch, RequestKey
from feedback.services.intake import KINDS, ingest_records
from feedback.services.payloads import BadPayload, TooManyRecords, decode_records
from feedback.services.privacy.access import access_path
from feedback.services.privacy.requests import ACCESS_KIND
from feedback.services.results import IntakeAnswer
from tenants.access import Capability
from tenants.jobs.models import Job
from tenants.middleware import CompanyRequest, refused
from tenants.selectors.usage import LimitReached
from tenants.wording import say, sentence

MOST_RECORDS = 5_000
_LATER = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected, errors.SerializationFailure)


# Only a bearer key opens this door, and no browser sends one by itself, so a forged form cannot use it.
@csrf_exempt
def collect(request: CompanyRequest, kind: str) -> HttpResponse:
    """Store up to 5,000 records of one kind; answer what became of each that was refused."""
    refusal = _not_admitted(request, kind)
    if refusal is not None:
        return refusal
    try:
        body = request.body
        records = decode_records(body, most=MOST_RECORDS)
        key = request.headers.get("Idempotency-Key")
        answer = ingest_records(
            kind=kind,
            records=records,
            received_at=timezone.now(),
            actor=request.actor,
            request=None if key is None else RequestKey(key, sha256(kind.encode() + b"\n" + body).hexdigest()),
        )
    except RequestDataTooBig:
        return refused(413, "BAD_USER_INPUT", "A request carries at most 5 MB; send the records in several.")
    except TooManyRecords as error:
        return refused(413, "BAD_USER_INPUT", f"{error}; send them in several.")
    except UnreadablePostError:
        return refused(400, "BAD_USER_INPUT", "The body ended too early.")
    except (BadPayload, BadIdempotencyKey) as error:
        return refused(400, "BAD_USER_INPUT", sentence(str(error)))
    except LimitReached as error:
        return refused(403, "FORBIDDEN", sentence(str(error)))
    except IdempotencyMismatch as error:
        return refused(422, "IDEMPOTENCY_MISMATCH", sentence(str(error)))
    except IdempotencyConflict as error:
        return refused(409, "CONFLICT", sentence(str(error)))
    except (OperationalError, InterfaceError) as error:
        return _database_refusal(error)
    return HttpResponse(msgspec.json.encode(_in_their_language(answer)), content_type="application/json")


def _in_their_language(answer: IntakeAnswer) -> IntakeAnswer:
    """Say what is wrong with records in the language that was asked for."""
    for one in answer["rejected"]:
        one["message"] = say(one["message"])
    return answer


@never_cache
@require_GET
def answer_to_access(request: HttpRequest, job: UUID) -> HttpResponseBase:
    """Give out the file that a request for access made, to whoever may make such requests."""
    actor = cast("CompanyRequest", request).actor
    if actor.kind == "anonymous":
        return refused(401, "UNAUTHENTICATED", "Sign in, or send an API key of this company.")
    if not actor.may(Capability.PRIVACY_WRITE) or actor.units is not None:
        return refused(403, "FORBIDDEN", "This takes the scope privacy:write for the whole company.")
    path = access_path(str(job))
    done = Job.objects.filter(pk=job, kind=ACCESS_KIND, state=Job.State.DONE).exists()
    if not done or not path.is_file():
        return refused(404, "NOT_FOUND", "There is no such answer, or no longer.")
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/json")


@never_cache
@require_GET
def exported_file(request: HttpRequest, job: UUID) -> HttpResponseBase:
    """Give out the file of an export, to whoever sees no less than it shows."""
    actor = cast("CompanyRequest", request).actor
    if actor.kind == "anonymous":
        return refused(401, "UNAUTHENTICATED", "Sign in, or send an API key of this company.")
    if not actor.may(Capability.FEEDBACK_READ):
        return refused(403, "FORBIDDEN", "This takes the scope feedback:read.")
    try:
        path = fetch_export(actor=actor, job_id=str(job), now=timezone.now())
    except UnknownExport as refusal:
        return refused(404, "NOT_FOUND", str(refusal))
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/gzip")


def _not_admitted(request: CompanyRequest, kind: str) -> HttpResponse | None:
    if kind not in KINDS:
        return refused(404, "NOT_FOUND", f"There is no such address; the kinds are {', '.join(KINDS)}.")
    if request.method != "POST":
        response = refused(405, "BAD_USER_INPUT", "Use POST.")
        response["Allow"] = "POST"
        return response
    if request.actor.kind != "key":
        response = refused(401, "UNAUTHENTICATED", "Send an API key of this company: Authorization: Bearer <key>.")
        response["WWW-Authenticate"] = "Bearer"
        return response
    if not request.actor.may(f"{kind}:write"):
        return refused(403, "FORBIDDEN", f"The key lacks the scope {kind}:write.")
    return None


def _database_refusal(error: OperationalError | InterfaceError) -> HttpResponse:
    if isinstance(error.__cause__, _LATER):
        return refused(409, "CONFLICT", "Another writer holds the same records; nothing was stored, send them again.")
    response = refused(503, "UNAVAILABLE", "The database does not answer; nothing was stored, send it again later.")
    response["Retry-After"] = "5"
    return response
