"""A mapping made fit for one file: every column it names is there, and every field it fills is known."""

from collections.abc import Iterator, Sequence

from feedback.channels.columns import Columns
from feedback.channels.fields import Format
from feedback.services.files.chunks import Chunk, tidy
from feedback.services.mapping.cells import Column, Dates, Products, integers, replaced, template, without_codes
from feedback.services.mapping.document import Mapping, WrongMapping, missing_codes
from feedback.services.mapping.shapes import Grouper, Melter, OnlyFirst, select
from feedback.services.results import Rejection

Piece = tuple[Columns, Sequence[int]]


class Plan:
    """Turns chunks of a file into pieces of records, and counts what it left out on request."""

    def __init__(self, mapping: Mapping, *, header: Sequence[str], form: Format) -> None:
        self._mapping, self.header, self._form = mapping, list(header), form
        self._codes = {tidy(name): codes for name, codes in missing_codes(mapping).items()}
        self._values = {self._present(name, "values"): pairs for name, pairs in mapping.values.items()}
        self._dates = {self._present(name, "dates"): Dates(pattern) for name, pattern in mapping.dates.items()}
        self._integers = [self._present(name, "integers") for name in mapping.integers]
        self._only_with = [self._present(name, "only_with") for name in mapping.only_with]
        self._rename = {self._present(name, "rename"): field for name, field in mapping.rename.items()}
        self._multiply = {
            field: tuple(self._present(name, "multiply") for name in pair) for field, pair in mapping.multiply.items()
        }
        self._products = Products()
        self._templates = {field: template(str(text)) for field, text in mapping.set.items()}
        for names, _ in self._templates.values():
            names[:] = [self._present(name, "set") for name in names]
        self._melt = {self._present(name, "melt"): code for name, code in mapping.melt.items()}
        self._company = {self._present(name, "company"): field for name, field in mapping.company.items()}
        self._pass_through()
        self._check_fields()
        self._melter = Melter(mapping, self._melt, self._company) if self._melt or self._company else None
        self._grouper = Grouper(mapping.group) if mapping.group else None
        self._first = OnlyFirst(mapping.unique) if mapping.unique else None
        self.skipped = 0

    def _present(self, name: str, key: str) -> str:
        clean = tidy(name)
        if clean not in self.header:
            there = ", ".join(self.header)
            raise WrongMapping(f"{key} names the column {name!r}, which the file does not have; it has: {there}")
        return clean

    def _pass_through(self) -> None:
        used = {*self._rename, *self._melt, *self._company}
        filled = {*self._rename.values(), *self._templates, *self._multiply, *self._company.values()}
        free = [name for name in self.header if name not in used and self._form.knows(name) and name not in filled]
        self._rename |= {name: name for name in free}

    def _check_fields(self) -> None:
        filled = [*self._rename.values(), *self._templates, *self._multiply]
        extra = [*self._company.values(), *self._mapping.company_set, *([self._mapping.value] if self._melt else [])]
        for field in [*filled, *extra]:
            if not self._form.knows(field):
                names = ", ".join(self._form.names())
                raise WrongMapping(f"{field!r} is not a field of {self._form.kind}; its fields are {names}")
        twice = sorted({field for field in filled if filled.count(field) > 1})
        if twice:
            raise WrongMapping(f"the mapping fills {', '.join(twice)} more than once")
        self._check_keys(filled)
        needed = [field.name for field in self._form.fields.values() if field.required and field.name not in filled]
        if needed:
            raise WrongMapping(
                f"the mapping does not fill {', '.join(needed)}, which {self._form.kind} need; "
                f"the file has: {', '.join(self.header)}"
            )

    def _check_keys(self, filled: list[str]) -> None:
        group, unique = self._mapping.group, self._mapping.unique
        named = {"group.by": [group.by], "group.sum": group.sum} if group else {}
        for key, fields in (named | ({"unique": [unique]} if unique else {})).items():
            for field in fields:
                if field not in filled:
                    raise WrongMapping(f"{key} names {field!r}, which the mapping does not fill; it fills {filled}")

    @property
    def unused(self) -> list[str]:
        """Columns of the file that the mapping leaves out."""
        named = {*self._rename, *self._melt, *self._company, *self._only_with}
        named |= {name for names, _ in self._templates.values() for name in names}
        named |= {name for pair in self._multiply.values() for name in pair}
        return [name for name in self.header if name not in named]

    def pieces(self, chunk: Chunk) -> Iterator[Piece]:
        """Yield the records of a chunk; rows that give no answer at all are added to its broken rows."""
        source = self._clean(chunk.columns)
        numbers: Sequence[int] = chunk.numbers
        if self._only_with:
            keep = [
                all(v not in (None, "") for v in row) for row in zip(*[source[n] for n in self._only_with], strict=True)
            ]
            self.skipped += keep.count(False)
            source, numbers = select(source, numbers, keep)
        base = self._base(source, numbers)
        if self._first is not None:
            before = len(numbers)
            base, numbers = self._first.keep(base, numbers)
            self.skipped += before - len(numbers)
        if self._grouper is not None:
            base, numbers = self._grouper.add(base, numbers)
        if self._melter is None:
            yield base, numbers
            return
        empty = yield from self._melter.pieces(base, source, numbers)
        message = "gives no answer in any of the mapped columns"
        chunk.broken += [Rejection(number, "", "", "empty", message) for number in empty]

    def last(self) -> Iterator[Piece]:
        """Yield what was held back until the end of the file."""
        if self._grouper is not None:
            yield self._grouper.rest()

    def _clean(self, columns: Columns) -> dict[str, Column]:
        everywhere = self._codes.get("*", frozenset())
        clean: dict[str, Column] = {}
        for name in self.header:
            column = columns[name]
            codes = everywhere | self._codes.get(name, frozenset())
            if codes:
                column = without_codes(column, codes)
            if name in self._values:
                column = replaced(column, self._values[name])
            if name in self._integers:
                column = integers(column)
            if name in self._dates:
                parse = self._dates[name]
                column = [parse[value] for value in column]
            clean[name] = column
        return clean

    def _base(self, source: dict[str, Column], numbers: Sequence[int]) -> Columns:
        base: Columns = {field: source[name] for name, field in self._rename.items()}
        for field, (names, fill) in self._templates.items():
            base[field] = fill([source[name] for name in names], numbers)
        for field, (left, right) in self._multiply.items():
            base[field] = [self._products[pair] for pair in zip(source[left], source[right], strict=True)]
        return base
