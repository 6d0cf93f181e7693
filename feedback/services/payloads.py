"""From bytes to JSON values, refusing what would hurt: other encodings, deep nesting, endless numbers."""

import msgspec

_DECODER = msgspec.json.Decoder()


class BadPayload(ValueError):
    """The bytes are no acceptable JSON; the message says why."""


class TooManyRecords(ValueError):
    """There are more records than one request may carry."""


def decode_json(body: bytes) -> object:
    """Return the value of a JSON document in UTF-8."""
    try:
        value: object = _DECODER.decode(body)
    except RecursionError:
        raise BadPayload("is nested too deep") from None
    except UnicodeDecodeError:
        raise BadPayload("is not valid UTF-8") from None
    except msgspec.MsgspecError as error:
        raise BadPayload(f"is not valid JSON: {error}") from None
    return value


def decode_records(body: bytes, *, most: int) -> list[object]:
    """Return the records of a JSON array, or of JSON objects one a line.

    Raises BadPayload, naming the line, and TooManyRecords.
    """
    start = body[:64].lstrip()
    if not start and not body.strip():
        raise BadPayload("the body is empty; send a JSON array of records, or one JSON object a line")
    records = _array(body) if start.startswith(b"[") else _lines(body, most=most)
    if len(records) > most:
        raise TooManyRecords(f"a request carries at most {most:,} records; this one has {len(records):,}")
    return records


def _array(body: bytes) -> list[object]:
    try:
        records = decode_json(body)
    except BadPayload as problem:
        raise BadPayload(f"the body {problem}") from None
    if not isinstance(records, list):
        raise BadPayload("the body must be a JSON array of records, or one JSON object a line")
    return records


def _lines(body: bytes, *, most: int) -> list[object]:
    if body.count(b"\n") <= most:
        try:
            return _DECODER.decode_lines(body)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            pass  # found again below, where the line is known
    records: list[object] = []
    for number, line in enumerate(body.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records.append(decode_json(line))
        except BadPayload as problem:
            raise BadPayload(f"line {number} {problem}") from None
    return records
