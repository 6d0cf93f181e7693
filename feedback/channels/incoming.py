"""What a channel makes of a payload: one answer in our own words."""

import msgspec


class IncomingFeedback(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer as a channel reports it; the fields are those of the import format, checked by the intake."""

    external_id: str
    occurred_at: str
    source: str | None = None
    response: str | None = None
    customer: str | None = None
    touchpoint: str | None = None
    channel: str | None = None
    unit: str | None = None
    nps: int | None = None
    csat: int | None = None
    ces: int | None = None
    rating: int | None = None
    rating_max: int | None = None
    text: str | None = None
    language: str | None = None
    order: str | None = None

    def record(self) -> dict[str, object]:
        """Return the record that the intake takes."""
        given: dict[str, object] = msgspec.to_builtins(self)
        return given
