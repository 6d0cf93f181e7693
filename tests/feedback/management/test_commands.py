"""`import` and `dataset`: what they print, and how they refuse."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from analytics.services.settings import current_settings
from tenants.access import company_context
from tests.feedback.services.test_imports import CSV, write

pytestmark = pytest.mark.usefixtures("acme", "db")


def run(*arguments: object) -> dict[str, Any]:
    out = StringIO()
    call_command(*map(str, arguments), "--tenant", "acme", "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_import_prints_one_object(tmp_path: Path) -> None:
    path = write(tmp_path, CSV + "a-3,,queue,2026-05-01,12\n")

    answer = run("import", path, "--kind", "feedback", "--errors", tmp_path / "e.csv")

    assert (answer["accepted"], answer["duplicates"], answer["corrected"], answer["rejected"]) == (2, 0, 0, 1)
    assert answer["reasons"] == {"out_of_range": 1}
    assert answer["error_file"] == str(tmp_path / "e.csv")
    assert answer["unmapped"] == {"touchpoint": ["queue"]}


def test_import_can_be_undone_by_its_batch(tmp_path: Path, acme, rows) -> None:
    batch = run("import", write(tmp_path, CSV), "--kind", "feedback")["batch_id"]

    answer = run("import", "--undo", batch)

    assert (answer["removed"], answer["kept_count"]) == (2, 0)
    with company_context(acme):
        assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["import"], "name a FILE"),
        (["import", "/no/such/file.csv", "--kind", "feedback"], "No such file"),
        (["import", "f.csv", "--kind", "feedback", "--mapping", "/no/such/mapping.json"], "No such file"),
        (["import", "--undo", "01a20101-75c4-72a9-80d2-754bc1af8b18"], "no batch"),
        (["dataset", "/no/such/manifest.json"], "No such file"),
    ],
)
def test_refusal_is_one_line(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says) as refusal:
        run(*arguments)

    assert "\n" not in str(refusal.value)


def test_unknown_company_is_refused() -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("import", "f.csv", "--kind", "feedback", "--tenant", "nobody")


@pytest.mark.parametrize("as_list", [True, False])
def test_dataset_runs_its_imports_in_order(tmp_path: Path, as_list: bool) -> None:
    write(tmp_path, CSV, "f.csv")
    write(tmp_path, "external_id,attr.segment\nc-1,vip\n", "c.csv")
    write(tmp_path, '{"rename": {"nps": "nps"}}', "m.json")
    imports = [
        {"kind": "feedback", "file": "f.csv", "mapping": "m.json", "source": "wave-1"},
        {"kind": "customers", "file": "c.csv"},
    ]
    path = write(tmp_path, json.dumps(imports if as_list else {"imports": imports}), "manifest.json")

    answer = run("dataset", path)

    assert [(one["kind"], one["accepted"], one["corrected"]) for one in answer["imports"]] == [
        ("feedback", 2, 0),
        ("customers", 1, 1),
    ]
    assert (answer["rows"], answer["accepted"]) == (3, 3)
    assert run("dataset", path)["accepted"] == 0


def test_dataset_brings_its_settings(tmp_path: Path, acme) -> None:
    write(tmp_path, CSV)
    manifest = {"settings": {"loyalty_outcome": "nps"}, "imports": [{"kind": "feedback", "file": "f.csv"}]}

    run("dataset", write(tmp_path, json.dumps(manifest), "manifest.json"))

    with company_context(acme):
        assert current_settings().loyalty_outcome == "nps"


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ("{", "manifest.json"),
        ('{"imports": [{"kind": "stars", "file": "x"}]}', "stars"),
        ('[{"kind": "orders"}]', "file"),
        ('{"settings": {"no_such": 1}, "imports": []}', "no_such"),
    ],
)
def test_wrong_manifest_is_refused(tmp_path: Path, manifest: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run("dataset", write(tmp_path, manifest, "manifest.json"))


def test_wrong_mapping_stops_a_dataset_before_its_first_import(tmp_path: Path, acme, rows) -> None:
    write(tmp_path, CSV)
    write(tmp_path, '{"nonsense": 1}', "m.json")
    imports = [{"kind": "feedback", "file": "f.csv"}, {"kind": "feedback", "file": "f.csv", "mapping": "m.json"}]

    with pytest.raises(CommandError, match="nonsense"):
        run("dataset", write(tmp_path, json.dumps(imports), "manifest.json"))

    with company_context(acme):
        assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]
