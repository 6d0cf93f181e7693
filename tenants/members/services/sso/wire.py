"""What is asked of a provider: documents in JSON, from addresses on the public internet only."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from tenants.access import Refusal
from tenants.hooks.channels.message import Answer, Call
from tenants.hooks.channels.sending import NotSent, send

MOST_READ = 512 * 1024
DEADLINE_SECONDS = 6.0
_JSON = {"accept": "application/json"}


class ProviderAway(Refusal):
    """The provider does not answer, or not as the protocol says."""


def get(url: str, *, token: str = "") -> dict[str, Any]:
    """Return the document at an address. Raises ProviderAway."""
    bearer = {"authorization": f"Bearer {token}"} if token else {}
    return _document(_asked(Call(url=url, body=b"", headers={**_JSON, **bearer}, method="GET")))


def post(url: str, *, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer to a form. Raises ProviderAway."""
    form = {"content-type": "application/x-www-form-urlencoded"}
    return _document(_asked(Call(url=url, body=urlencode(fields).encode(), headers={**_JSON, **form, **headers})))


def _asked(call: Call) -> Answer:
    if not connection.in_atomic_block:
        connection.close()  # gives it back: a slow provider must not keep other requests from the database
    try:
        return send(
            call,
            open_hosts=frozenset(settings.WEBHOOK_OPEN_HOSTS),
            deadline=DEADLINE_SECONDS,
            most_read=MOST_READ,
        )
    except NotSent as error:
        raise ProviderAway(_("the provider of your accounts does not answer")) from error


def _document(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ProviderAway(_("the provider of your accounts does not answer as it should")) from error
    if answer.code != 200 or not isinstance(found, dict):
        raise ProviderAway(_("the provider of your accounts does not answer as it should"))
    return found
