"""Files of every sort that a spreadsheet writes are read; what is no such file is refused in words."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from feedback.services.directory import sheets
from feedback.services.directory.sheets import read_sheet
from feedback.services.files.chunks import UnreadableFile


def read(content: bytes, name: str = "people.csv") -> list[dict[str, str]]:
    return [cells for _number, cells in read_sheet(content=content, name=name, kind="people").rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_columns_and_names_are_read_in_each_encoding(encoding: str) -> None:
    text = "邮箱,姓名,角色,网点,屏蔽\nwang@acme.example,王小明,经理,b1;b2,手机\n"

    assert read(text.encode(encoding)) == [
        {"email": "wang@acme.example", "name": "王小明", "role": "经理", "units": "b1;b2", "masks": "手机"}
    ]


def test_a_workbook_is_read_as_its_csv() -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["email", "name", "role", "units"], ["a@acme.example", "安娜", "viewer", 4711]):
        book.active.append(row)
    book.save(target)

    found = read(target.getvalue(), "people.xlsx")

    assert found == [{"email": "a@acme.example", "name": "安娜", "role": "viewer", "units": "4711"}]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "people.csv", "empty"),
        (b"email,role,units\n", "people.csv", "no rows"),
        (b"email,role\na,b\n", "people.csv", "columns units are missing"),
        (b"email,role,units,phnoe\na,b,c,d\n", "people.csv", "'phnoe' are no columns"),
        ("email,邮箱,role,units\na,b,c,d\n".encode(), "people.csv", "more than one column for email"),
        (b"\x1f\x8b\x08\x00junk", "people.csv", "not packed"),
        (b"PK\x03\x04junk", "people.xlsx", "no Excel workbook"),
        (b"x", "people.exe", "cannot tell the format"),
        (b"{}", "people.ndjson", "send a .csv or .xlsx"),
        (b"x", "../../etc/people.csv", "give the file a name"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "people.csv", "cannot read|encoding"),
        (b"\x80\x80\xff\xff\xff", "people.csv", "cannot read|encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_file_of_people_is_refused(content: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(content, name)


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (sheets.MOST_UNPACKED + 1))

    with pytest.raises(UnreadableFile, match="when unpacked"):
        read(target.getvalue(), "people.xlsx")


def test_a_file_of_too_many_rows_is_refused() -> None:
    rows = b"a@acme.example,viewer,*\n" * (sheets.MOST_ROWS + 1)

    with pytest.raises(UnreadableFile, match="more than 2,000 rows"):
        read(b"email,role,units\n" + rows)


def test_a_row_with_too_many_cells_is_told_apart() -> None:
    sheet = read_sheet(content=b"email,role,units\na,b,c\na,b,c,d\n", name="p.csv", kind="people")

    assert ([number for number, _ in sheet.rows], [number for number, _ in sheet.broken]) == ([1], [2])
