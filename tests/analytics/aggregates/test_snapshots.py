import pytest

from analytics.aggregates.snapshots import Snapshot


@pytest.mark.parametrize("text", ["", "10:10:", "10:20:12,15"])
def test_text_survives(text):
    assert Snapshot.parse(text).text == text


def finished(snapshot, xid):
    """Evaluate the SQL condition as Python, whose operators read alike here."""
    condition = snapshot.finished("xid").replace("NOT IN (", "not in (0,").replace("OR", "or").replace("AND", "and")
    return eval(condition, {"xid": xid, "false": False})


def test_an_open_transaction_is_not_finished_and_those_around_it_are():
    snapshot = Snapshot.parse("10:20:12,15")

    assert [xid for xid in range(5, 25) if finished(snapshot, xid)] == [5, 6, 7, 8, 9, 10, 11, 13, 14, 16, 17, 18, 19]


def test_nothing_is_finished_before_all_facts():
    assert not finished(Snapshot.parse(""), 1)
