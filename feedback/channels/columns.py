"""Checks many records at once, column by column.

Columns of scores and dates hold few distinct values, so each distinct value is converted once; ids and texts are
checked as one long string. A column is looked at value by value only when something in it is wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from typing import cast

from feedback.channels.fields import Field, Form, Format
from feedback.channels.problems import BadValue, Problem, shown
from feedback.channels.texts import all_storable

Columns = dict[str, list[object]]
_MEMO_SIZE = 50_000
_NONE = type(None)


class _Memo(dict[object, object]):
    """What each distinct value becomes; bad values become None and are remembered with their reason."""

    def __init__(self, convert: Callable[[object], object]) -> None:
        super().__init__({None: None, "": None})
        self._convert = convert
        self.bad: dict[object, BadValue] = {}

    def __missing__(self, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            result: object = None
        else:
            try:
                result = self._convert(value)
            except BadValue as problem:
                result = None
                self.bad[value] = problem
        self[value] = result
        return result


class ColumnChecker:
    """Checks the records of one kind; keeps what it learned about distinct values from one call to the next."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self._memos: dict[tuple[str, type], _Memo] = {}

    def check(self, columns: Columns, count: int) -> tuple[Columns, list[Problem]]:
        """Return the stored form of each known column and what is wrong, in order of the rows.

        A bad value is None in the result. Unknown columns are left to the caller.
        """
        problems: list[Problem] = []
        checked: Columns = {}
        for name, raw in columns.items():
            field = self.form.fields.get(name)
            if field is not None:
                checked[name] = self._column(field.name, field, raw, problems)
            elif self.form.family is not None and self.form.key_of(name) is not None:
                family = Field(name, Form.VALUE, self.form.family.convert)
                checked[name] = self._column(name, family, raw, problems)
        self._require(checked, count, problems)
        problems.sort(key=lambda problem: problem.at)
        return checked, problems

    def _column(self, name: str, field: Field, raw: list[object], problems: list[Problem]) -> list[object]:
        types = set(map(type, raw)) - {_NONE}
        if not types:
            return raw
        if field.form is not Form.VALUE and types == {str}:
            quick = _quick_texts(field, cast("list[str | None]", raw))
            if quick is not None:
                return quick
        if field.at_once is not None and types == {str} and None not in raw:
            usual = field.at_once(cast("list[str]", raw))
            if usual is not None:
                return list(usual)
        if len(types) == 1 and (only := types.pop()) in (str, int, float):
            memo = self._memo(name, only, field)
            result = [memo[value] for value in raw]
            if memo.bad:
                problems += [
                    _problem(at, name, value, memo.bad[value]) for at, value in enumerate(raw) if value in memo.bad
                ]
            return result
        return _one_by_one(field, name, raw, problems)

    def _memo(self, name: str, only: type, field: Field) -> _Memo:
        memo = self._memos.get((name, only))
        if memo is None or len(memo) > _MEMO_SIZE:
            memo = self._memos[name, only] = _Memo(field.convert)
        return memo

    def _require(self, checked: Columns, count: int, problems: list[Problem]) -> None:
        refused = {(problem.at, problem.path) for problem in problems}
        for field in self.form.fields.values():
            if not field.required:
                continue
            column = checked.get(field.name)
            empty: Iterable[int] = (
                range(count) if column is None else [at for at, v in enumerate(column) if v is None or v == ""]
            )
            reason = BadValue("missing", f"{field.name} is required")
            problems += [_problem(at, field.name, None, reason) for at in empty if (at, field.name) not in refused]
        if self.form.one_of:
            self._require_content(checked, count, problems)

    def _require_content(self, checked: Columns, count: int, problems: list[Problem]) -> None:
        given = [column for name, column in checked.items() if name in self.form.one_of or self.form.key_of(name)]
        if any(None not in column and "" not in column for column in given):
            return
        filled = [any(v is not None and v != "" for v in row) for row in zip(*given, strict=True)] or [False] * count
        if all(filled):
            return
        refused = {problem.at for problem in problems}
        reason = BadValue("empty", f"gives no answer: fill at least one of {', '.join(sorted(self.form.one_of))}")
        problems += [_problem(at, "", None, reason) for at, full in enumerate(filled) if not full and at not in refused]


def without(columns: Columns, refused: set[int], count: int) -> Columns:
    """Return the columns without the refused rows."""
    if not refused:
        return columns
    keep = [at not in refused for at in range(count)]
    return {name: list(compress(column, keep)) for name, column in columns.items()}


def _quick_texts(field: Field, raw: Sequence[str | None]) -> list[object] | None:
    texts = ["" if value is None else value for value in raw]
    if not all_storable(texts, limit=field.limit):
        return None
    if field.form is Form.TEXT:
        return [None if not text or text.isspace() else text for text in texts]
    return [text.strip() or None for text in texts]


def _one_by_one(field: Field, name: str, raw: Sequence[object], problems: list[Problem]) -> list[object]:
    result: list[object] = []
    for at, value in enumerate(raw):
        converted: object = None
        if value is not None and not (isinstance(value, str) and not value.strip()):
            try:
                converted = field.convert(value)
            except BadValue as problem:
                problems.append(_problem(at, name, value, problem))
        result.append(None if converted == "" else converted)
    return result


def _problem(at: int, path: str, value: object, reason: BadValue) -> Problem:
    return Problem(at, path, shown(value), reason.code, reason.message)
