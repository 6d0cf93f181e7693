"""Answers to GET that the caller has already are not sent again. A browser keeps none of them on its disk."""

from hashlib import sha256

from django.http import HttpRequest

from tenants.graphql.negotiation import MediaType

REVALIDATE, KEEP_NOTHING = "private, no-cache", "no-store"


def may_keep(kind: str) -> str:
    """Return what a sort of caller may do with an answer: a program keeps it for itself and asks whether it changed."""
    return KEEP_NOTHING if kind == "user" else REVALIDATE


def tag_of(data: bytes, *, media: MediaType) -> str:
    """Return the tag of an answer: the same for the same data in the same media type. Costs are not part of it."""
    return f'W/"{sha256(media.name.encode() + b"\0" + data).hexdigest()[:32]}"'


def is_held(request: HttpRequest, tag: str) -> bool:
    """Return whether the caller says to have the answer with this tag, by the weak comparison of RFC 9110."""
    held = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return "*" in held or tag.removeprefix("W/") in held
