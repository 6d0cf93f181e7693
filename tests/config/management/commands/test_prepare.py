"""`prepare` makes each demo company once, and again only in another database."""

from io import StringIO

import pytest

from config.embedded.demo import DEMO_COMPANIES, DemoCompany
from config.management.commands.prepare import Command, completed_mark

DEMO = DemoCompany("demo", (("check", "--tag", "urls"), ("check", "--tag", "models")))


@pytest.fixture
def prepare(settings, tmp_path):
    settings.RUN_DIR = tmp_path
    return Command(stdout=StringIO())


def test_a_demo_company_is_made_once(prepare):
    prepare.make(DEMO)
    prepare.make(DEMO)

    assert prepare.stdout.getvalue() == "creating the demo company demo; this is done once\n"


def test_a_company_that_failed_half_way_is_made_again(prepare, settings):
    broken = DemoCompany("demo", (("no_such_command",),))
    with pytest.raises(Exception, match="no_such_command"):
        prepare.make(broken)

    assert not completed_mark(DEMO, database=settings.DATABASES["default"]).exists()


def test_another_database_has_marks_of_its_own(prepare, settings):
    prepare.make(DEMO)
    here = settings.DATABASES["default"]

    assert completed_mark(DEMO, database=here).exists()
    assert not completed_mark(DEMO, database=here | {"HOST": "elsewhere"}).exists()


def test_the_slugs_of_the_demo_companies_differ():
    slugs = [demo.slug for demo in DEMO_COMPANIES]

    assert len(slugs) == len(set(slugs))
