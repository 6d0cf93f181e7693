"""What comes out of an archive is the company that went in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from analytics.models.score_run import ScoreRun
from analytics.models.watermark import Watermark
from analytics.services.scoring.score import score_company
from analytics.services.verify import verify_aggregates
from feedback.models import FeedbackItem
from tenants.access import company_context
from tenants.audit.models import AuditEvent
from tenants.jobs.models import Job
from tenants.members.models import User
from tenants.models import ProvisioningRun, Tenant, TenantSchedule
from tenants.selectors.files import company_folder
from tenants.selectors.schemas import faults
from tenants.services.archive import BadArchive, CannotRestore, clone_company, export_company, opened, restore_company
from tenants.services.archive.contents import tables_here
from tenants.services.founding import BadCompany
from tests.analytics.scored import LATER


def sums(company: Tenant, *, skip: set[str]) -> dict[str, object]:
    """Return a checksum of each table, without transaction ids."""
    found: dict[str, object] = {}
    with company_context(company), connection.cursor() as cursor:
        for name in tables_here().keys() - skip:
            row = "to_jsonb(t) - 'xid' - 'replaced_xid'"
            cursor.execute(f"SELECT count(*), sum(hashtextextended(({row})::text, 0)::numeric) FROM {name} t")
            found[name] = cursor.fetchone()
    return found


def hashes(company: Tenant) -> dict[str, str]:
    with company_context(company):
        return {run.label: run.run_hash for run in ScoreRun.objects.filter(is_current=True)}


AUDIT = {"audit_event", "audit_link"}  # each tells what happened to it since
DERIVED = set(settings.ARCHIVE_LEAVES_OUT)


def test_every_row_comes_back_and_scoring_gives_the_same_hashes(
    outside: None, packed: Path, scored_company: Tenant
) -> None:
    done = restore_company(source=packed, slug="again", by="ann")

    assert sums(done.company, skip=DERIVED | AUDIT) == sums(scored_company, skip=DERIVED | AUDIT)
    for company, action in ((scored_company, "tenant.exported"), (done.company, "tenant.restored")):
        with company_context(company):
            assert AuditEvent.objects.filter(action=action).exists()
    assert faults(only=done.company) == []
    with company_context(done.company):
        assert not Watermark.objects.exists()
        score_company(company=done.company, now=LATER, rebuild=True)
        proof = verify_aggregates(company=done.company)
    assert hashes(done.company) == hashes(scored_company)
    assert len(hashes(done.company)) > 3
    assert (proof.differences, proof.rows > 1000) == ((), True)
    folder = company_folder(done.company.schema_name)
    assert (folder / "errors" / "first.csv").read_text() == "row,column\n1,nps\n"
    assert not (folder / "exports").exists()
    assert ProvisioningRun.objects.filter(slug="again", method=ProvisioningRun.Method.RESTORED).exists()
    assert TenantSchedule.objects.filter(tenant=done.company).count() == len(TenantSchedule.Task)


@pytest.mark.slow
def test_facts_that_come_after_the_restore_are_told_from_those_before(outside: None, packed: Path) -> None:
    company = restore_company(source=packed, slug="again").company
    with company_context(company):
        runs = score_company(company=company, now=LATER)
        FeedbackItem.objects.filter(nps=0).update(xid=0)

        assert [run.run_hash for run in score_company(company=company, now=LATER)] == [run.run_hash for run in runs]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max(xid) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM feedback_order"
            )
            assert cursor.fetchone() == (True,)


def test_a_slug_that_is_taken_or_bad_is_refused(outside: None, packed: Path) -> None:
    with pytest.raises(CannotRestore, match="exists already"):
        restore_company(source=packed, slug="acme")
    with pytest.raises(BadCompany, match="must have"):
        restore_company(source=packed, slug="A")


def test_work_that_waited_is_cancelled(outside: None, tmp_path: Path, scored_company: Tenant) -> None:
    with company_context(scored_company):
        job = Job.objects.create(kind="score").pk
    try:
        export_company(company=scored_company, target=tmp_path / "a.zip")
    finally:
        with company_context(scored_company):
            Job.objects.filter(pk=job).delete()

    company = restore_company(source=tmp_path / "a.zip", slug="again").company

    with company_context(company):
        assert Job.objects.get(pk=job).state == Job.State.CANCELLED


def test_an_archive_of_an_older_version_is_loaded_and_then_migrated(
    outside: None, packed: Path, changed, settings, tmp_path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    import tenants.members.migrations as real

    folder = tmp_path / "newer_members"
    folder.mkdir()
    for path in Path(real.__path__[0]).glob("*.py"):
        (folder / path.name).write_text(path.read_text())
    last = max(path.stem for path in folder.glob("0*.py"))
    (folder / "9000_note.py").write_text(
        "from django.db import migrations, models\n"
        "class Migration(migrations.Migration):\n"
        f"    dependencies = [('members', {last!r})]\n"
        "    operations = [migrations.AddField('unit', 'note', models.CharField(max_length=9, default='new'))]\n"
    )
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"members": "newer_members"}

    done = restore_company(source=packed, slug="again")

    assert done.migrations == 1
    with company_context(done.company), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT note FROM members_unit")
        assert cursor.fetchall() == [("new",)]


def test_an_archive_of_a_newer_version_says_what_to_do(outside: None, changed) -> None:  # type: ignore[no-untyped-def]
    def newer(members: dict[str, bytes]) -> None:
        members["manifest.json"] = members["manifest.json"].replace(b'"0001_initial"', b'"0999_from_the_future"', 1)

    with pytest.raises(BadArchive, match=r"newer version .*0999_from_the_future.*upgrade this installation"):
        restore_company(source=changed(newer), slug="again")


def test_a_clone_without_facts_has_the_people_and_journeys_only(outside: None, scored_company: Tenant) -> None:
    company = clone_company(company=scored_company, slug="copy", name="Copy").company

    assert company.name == "Copy"
    before, after = sums(scored_company, skip=set()), sums(company, skip=set())
    assert {
        name for name in after if name.startswith(("members_", "journeys_")) and after[name] != before[name]
    } == set()
    assert {name for name, (count, _) in after.items() if count and not name.startswith(("members_", "journeys_"))} <= {
        "django_migrations", "analytics_modelsettings", "audit_event", "audit_link", "versions_dataversion",
    }  # fmt: skip


@pytest.mark.slow
def test_a_clone_with_facts_scores_the_same(outside: None, scored_company: Tenant) -> None:
    company = clone_company(company=scored_company, slug="copy", with_facts=True).company

    assert hashes(company) == hashes(scored_company)


def test_passwords_stay_out_unless_asked_for(outside: None, tmp_path: Path, scored_company: Tenant) -> None:
    with company_context(scored_company):
        user = User.objects.create(email="ann@scored.example", password="argon2$known")
    try:
        for name, with_credentials in (("without", False), ("with", True)):
            export_company(company=scored_company, target=tmp_path / f"{name}.zip", with_credentials=with_credentials)
    finally:
        with company_context(scored_company):
            user.delete()

    found = {}
    for name in ("without", "with"):
        with opened(tmp_path / f"{name}.zip") as archive:
            text = b"".join(piece for part in archive.manifest.parts for piece in archive.pieces(part))
            tables = {part.name for part in archive.manifest.tables}
            found[name] = (b"argon2$known" in text, "members_apikey" in tables)
    assert found == {"without": (False, False), "with": (True, True)}
    company = restore_company(source=tmp_path / "without.zip", slug="again").company
    with company_context(company):
        assert not User.objects.get(email="ann@scored.example").has_usable_password()
