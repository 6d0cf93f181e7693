"""Mapping files: each key does what the guide says, and a wrong one is named."""

import pytest

from feedback.services.mapping.document import WrongMapping, read_mapping
from tests.feedback.services.test_imports import run, write

pytestmark = pytest.mark.usefixtures("in_acme")
ITEMS = (
    "SELECT f.external_id, t.code, f.rating, f.rating_max FROM feedback_feedbackitem f "
    "LEFT JOIN journeys_touchpoint t ON t.id = f.touchpoint_id ORDER BY 1"
)
BASE = {"set": {"external_id": "s-{id}", "occurred_at": "2026-05-01"}}


def test_wide_rows_become_an_answer_a_touchpoint(tmp_path, rows):
    content = "Airline survey\nid,Seat comfort,Food,happy\n1,5,0,satisfied\n2,,3,dissatisfied\n3,0,0,\n"
    mapping = {
        "skip_lines": 1,
        "set": BASE["set"] | {"rating_max": 5},
        "values": {"happy": {"satisfied": "2", "dissatisfied": "1"}},
        "company": {"happy": "rating"},
        "company_set": {"rating_max": 2},
        "melt": {"Seat comfort": "seat", "Food": "meal"},
        "value": "rating",
        "not_met": ["0"],
    }

    report = run(write(tmp_path, content), mapping=mapping)

    assert rows(ITEMS) == [
        ("s-1", None, 2, 2),
        ("s-1/seat", "seat", 5, 5),
        ("s-2", None, 1, 2),
        ("s-2/meal", "meal", 3, 5),
    ]
    assert rows("SELECT count(DISTINCT respondent) FROM feedback_feedbackitem") == [(2,)]
    assert (report.rows, report.accepted, report.rejected, report.reasons) == (3, 4, 1, {"empty": 1})


def test_missing_codes_may_differ_by_column(tmp_path, rows):
    content = "id,nps,csat\n1,0,0\n2,11,3\n3, 11 ,Blank\n"
    mapping = BASE | {"missing": {"*": ["Blank"], "nps": ["11"], "csat": ["0"]}}

    report = run(write(tmp_path, content), mapping=mapping)

    assert rows("SELECT external_id, nps, csat FROM feedback_feedbackitem ORDER BY 1") == [
        ("s-1", 0, None),
        ("s-2", None, 3),
    ]
    assert report.reasons == {"empty": 1}


def test_stray_blanks_in_column_names_do_not_matter(tmp_path, rows):
    content = "id,NETPRO  ,Call  Failure\n1,9,2\n"

    report = run(write(tmp_path, content), mapping=BASE | {"rename": {"NETPRO": "nps", "Call Failure": "score.calls"}})

    assert report.accepted == 1
    assert rows("SELECT nps, scores::text FROM feedback_feedbackitem") == [(9, '{"calls": 2}')]


def test_lines_of_an_invoice_become_one_order(tmp_path, rows):
    content = "no,qty,price,who,at\n1,2,1.10,7.0,2026-05-01\n1,3,0.2,7.0,2026-05-02\nC2,-1,5,,2026-05-03\n"
    mapping = {
        "rename": {"no": "external_id", "who": "customer", "at": "occurred_at"},
        "integers": ["who"],
        "multiply": {"amount": ["qty", "price"]},
        "group": {"by": "external_id", "sum": ["amount"]},
    }

    report = run(write(tmp_path, content), kind="orders", mapping=mapping)

    assert (report.rows, report.accepted) == (3, 2)
    found = rows(
        "SELECT o.external_id, amount_minor, is_refund, c.external_id FROM feedback_order o "
        "LEFT JOIN feedback_customer c ON c.id = o.customer_id ORDER BY 1"
    )
    assert found == [("1", 280, False, "7"), ("C2", -500, True, None)]


def test_product_that_is_no_number_is_refused_with_both_factors(tmp_path):
    content = "external_id,occurred_at,q,p\no-1,2026-05-01,two,3\n"

    report = run(write(tmp_path, content), kind="orders", mapping={"multiply": {"amount": ["q", "p"]}})

    assert report.reasons == {"not_a_number": 1}
    assert "two x 3" in (tmp_path / "errors.csv").read_text()


def test_dates_follow_a_pattern(tmp_path, rows):
    content = "id,on,nps\n1,19970131,9\n2,31/01/1997,8\n"

    report = run(
        write(tmp_path, content),
        mapping={"set": {"external_id": "{id}"}, "rename": {"on": "occurred_at"}, "dates": {"on": "%Y%m%d"}},
    )

    assert (report.accepted, report.reasons) == (1, {"bad_time": 1})
    assert "expected %Y%m%d" in (tmp_path / "errors.csv").read_text()


def test_customers_are_taken_once_from_a_file_of_something_else(tmp_path, rows):
    content = "who,country\n1,France\n,Spain\n1,Italy\n2,Spain\n"
    mapping = {
        "rename": {"who": "external_id", "country": "attr.segment"},
        "only_with": ["who"],
        "unique": "external_id",
    }

    report = run(write(tmp_path, content), kind="customers", mapping=mapping)

    assert (report.accepted, report.skipped, report.rejected) == (2, 2, 0)
    assert rows("SELECT external_id, attributes->>'segment' FROM feedback_customer ORDER BY 1") == [
        ("1", "France"),
        ("2", "Spain"),
    ]


def test_chinese_files_are_decoded(tmp_path, rows):
    content = "编号,评价\n1,很好吃\n".encode("gbk")

    run(
        write(tmp_path, content),
        mapping={
            "encoding": "gb18030",
            "rename": {"评价": "text"},
            "set": {"external_id": "{编号}", "occurred_at": "2026-05-01"},
        },
    )

    assert rows("SELECT text FROM feedback_feedbackitem") == [("很好吃",)]


def test_columns_apart_by_blanks_and_a_header_of_ones_own(tmp_path, rows):
    content = "00004   9\n00005  10\n"

    run(write(tmp_path, content, "f.txt"), mapping=BASE | {"delimiter": "whitespace", "header": ["id", "nps"]})

    assert rows("SELECT external_id, nps FROM feedback_feedbackitem ORDER BY 1") == [("s-00004", 9), ("s-00005", 10)]


def test_row_numbers_can_be_part_of_an_id(tmp_path, rows):
    run(write(tmp_path, "nps\n4\n5\n"), mapping={"set": {"external_id": "r-{row}", "occurred_at": "2026-05-01"}})

    assert rows("SELECT external_id FROM feedback_feedbackitem ORDER BY 1") == [("r-1",), ("r-2",)]


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (
            BASE | {"melt": {"Seat": "seat"}},
            "melt names the column 'Seat', which the file does not have; it has: id, nps",
        ),
        (BASE | {"rename": {"nps": "npss"}}, "'npss' is not a field of feedback"),
        (BASE | {"value": "stars", "melt": {"nps": "x"}}, "'stars' is not a field"),
        ({"set": {"external_id": "{nr}"}}, "set names the column 'nr'"),
        ({"rename": {"id": "external_id"}}, "does not fill occurred_at"),
        (BASE | {"rename": {"id": "external_id"}}, "fills external_id more than once"),
        (BASE | {"dates": {"on": "%Y"}}, "dates names the column 'on'"),
        (BASE | {"encoding": "klingon"}, "no encoding 'klingon'"),
        (BASE | {"group": {"by": "order_no"}}, "order_no"),
        (BASE | {"group": {"by": "external_id", "sum": ["amount"]}}, "amount"),
        (BASE | {"unique": "customer"}, "customer"),
    ],
)
def test_wrong_mapping_names_key_and_column(tmp_path, mapping, says):
    from tenants.access import Refusal

    with pytest.raises(Refusal) as refusal:
        run(write(tmp_path, "id,nps\n1,9\n"), mapping=mapping)

    assert says in str(refusal.value)


def test_unknown_key_of_a_mapping_is_named(tmp_path):
    with pytest.raises(WrongMapping, match=r"renames.*the keys of a mapping are"):
        read_mapping(write(tmp_path, '{"renames": {}}', "m.json"))


def test_mapping_that_is_no_json_is_refused(tmp_path):
    with pytest.raises(WrongMapping, match=r"m\.json"):
        read_mapping(write(tmp_path, "{", "m.json"))
