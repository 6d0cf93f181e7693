"""Reads JSON objects, one a line."""

import io
from collections.abc import Iterator

from feedback.channels.problems import BadValue, shown
from feedback.channels.registry import Adapt
from feedback.services.files.chunks import ROWS, Chunk
from feedback.services.files.opening import OpenFile
from feedback.services.payloads import BadPayload, decode_json
from feedback.services.results import Rejection

_LONGEST_LINE = 32 * 1024 * 1024


class NdjsonFile:
    """A file with a JSON object on each line."""

    header: list[str] | None = None

    def __init__(self, file: OpenFile, *, adapt: Adapt | None = None) -> None:
        self._adapt = adapt
        self._stream = io.BufferedReader(file.content)  # type: ignore[type-var]  # any binary stream will do

    def chunks(self) -> Iterator[Chunk]:
        """Yield the records; lines that hold no object are told apart."""
        number, at_end = 0, False
        while not at_end:
            records: list[dict[str, object]] = []
            chunk = Chunk({}, [])
            while len(records) < ROWS:
                line = self._stream.readline(_LONGEST_LINE)
                if not line:
                    at_end = True
                    break
                if not line.strip():
                    continue
                number += 1
                record = _record(line, number, chunk.broken, self._adapt)
                if record is not None:
                    records.append(record)
                    chunk.numbers.append(number)
            names = {name for record in records for name in record}
            chunk.columns = {name: [record.get(name) for record in records] for name in names}
            if chunk.numbers or chunk.broken:
                yield chunk


def _record(line: bytes, number: int, broken: list[Rejection], adapt: Adapt | None) -> dict[str, object] | None:
    try:
        record = decode_json(line)
        if adapt is not None:
            record = adapt(record).record()
    except BadValue as problem:
        text = shown(line.decode("utf-8", "replace").strip())
        broken.append(Rejection(number, "", text, problem.code, problem.message))
        return None
    except BadPayload as problem:
        broken.append(Rejection(number, "", shown(line.decode("utf-8", "replace").strip()), "bad_json", str(problem)))
        return None
    if isinstance(record, dict):
        return record
    broken.append(Rejection(number, "", shown(record), "not_a_record", "must be an object with named fields"))
    return None
