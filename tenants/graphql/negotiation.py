"""Which media type an answer has, and with which status its outcome is told in that media type.

The draft of GraphQL over HTTP and its audit suite differ where they may: what the suite asks for goes first.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tenants.graphql.errors import ApiError, Code

JSON: Final = "application/json"
GRAPHQL_JSON: Final = "application/graphql-response+json"
PARTIAL: Final = 294  # the draft's status of data beside errors
ANYTHING: Final = frozenset({"*/*", "application/*"})


@dataclass(frozen=True, slots=True)
class MediaType:
    """The media type of an answer. `is_named` says whether the caller asked for it by its name."""

    name: str
    is_named: bool = False

    def status_of_refusal(self, status: int, code: Code) -> int:
        """Return the status of a well-formed request whose document or variables do not fit.

        Clients of old, who name application/json only, read the status as that of the transport and get 200.
        """
        legacy = self.name == JSON and self.is_named
        return 200 if legacy and status == 400 and code == Code.BAD_USER_INPUT else status

    def status_of_partial(self) -> int:
        """Return the status of an answer that has data and errors."""
        return PARTIAL if self.name == GRAPHQL_JSON else 200


PLAIN: Final = MediaType(JSON)


def acceptable(accept: str) -> MediaType:
    """Return the media type of the answer to a request with this Accept header, by the caller's weights.

    Whoever takes anything gets application/json. Raises ApiError 406 when the caller takes none of ours.

    >>> acceptable("application/json;q=0.5, application/graphql-response+json").name
    'application/graphql-response+json'
    >>> acceptable("*/*")
    MediaType(name='application/json', is_named=False)
    """
    if not accept.strip():
        return PLAIN
    weights = dict(_weighed(part) for part in accept.split(",") if part.strip())
    named = {name: weights[name] for name in (GRAPHQL_JSON, JSON) if weights.get(name, 0) > 0}
    wild = max((weight for name, weight in weights.items() if name in ANYTHING), default=0.0)
    best = max(named, key=lambda name: named[name], default=None)
    if best is not None and named[best] >= wild:
        return MediaType(best, is_named=True)
    if wild > 0:
        return PLAIN if weights.get(JSON) != 0 else MediaType(GRAPHQL_JSON)
    raise ApiError(_("Answers come as %(ours)s.") % {"ours": f"{GRAPHQL_JSON}, {JSON}"}, status=406)


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (text.strip().lower() for text in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "q":
            return name, _weight(value)
    return name, 1.0


def _weight(text: str) -> float:
    """Return a weight from 0 to 1; one that cannot be read counts in full, as if it had not been sent."""
    try:
        found = float(text)
    except ValueError:
        return 1.0
    return found if 0 <= found <= 1 else 1.0
