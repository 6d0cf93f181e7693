"""A company starts with its industry's journey, and keeps what its people made of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from journeys.blueprints.reader import BrokenBlueprint, industries, parse_blueprint, read_blueprint
from journeys.models import Channel, Journey, JourneyVersion, Persona, Stage, StageTouchpoint, Touchpoint
from journeys.services.blueprints import apply_blueprint, lay_out
from journeys.services.codes import ensure_touchpoints
from tenants.models import Tenant

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
SMALL = """
[industry]
code = "tea"
name_zh = "茶馆"
name_en = "Tea house"
version = 1

[[channels]]
code = "counter"
name_zh = "柜台"
name_en = "Counter"
kind = "in_person"

[[journeys]]
code = "visit"
name_zh = "到店"
name_en = "Visit"

[[journeys.stages]]
code = "order"
name_zh = "点单"
name_en = "Ordering"

[[journeys.stages.touchpoints]]
code = "menu"
name_zh = "菜单"
name_en = "Menu"
channel = "counter"
mode = "offline"
moment_of_truth = true
expected_emotion = 1
"""


def test_every_industry_lays_out_whole(in_acme: Tenant) -> None:
    for industry in industries():
        blueprint = read_blueprint(industry)

        lay_out(blueprint=blueprint, as_of=AS_OF)

        for journey in blueprint.journeys:
            stored = Stage.objects.filter(version__journey__code=journey.code, version__state="published")
            assert [stage.code for stage in journey.stages] == list(stored.values_list("code", flat=True))
        assert set(blueprint.touchpoints()) <= set(Touchpoint.objects.values_list("code", flat=True))


def test_laying_out_twice_changes_nothing(in_acme: Tenant) -> None:
    tables = (Channel, Persona, Touchpoint, Journey, JourneyVersion, Stage, StageTouchpoint)
    apply_blueprint(company=in_acme, industry="dining", locale="zh-hans")
    before = [sorted(table.objects.values_list()) for table in tables]

    apply_blueprint(company=in_acme, industry="dining", locale="zh-hans")

    assert [sorted(table.objects.values_list()) for table in tables] == before


def test_what_people_wrote_is_kept_and_bare_codes_are_described(in_acme: Tenant) -> None:
    Channel.objects.create(code="counter", name_en="Our bar", kind="other")
    ensure_touchpoints(["menu"])

    lay_out(blueprint=parse_blueprint(SMALL.encode()), as_of=AS_OF)

    assert Channel.objects.get(code="counter").name_en == "Our bar"
    menu = Touchpoint.objects.get(code="menu")
    assert (menu.name_zh, menu.is_mapped, menu.is_moment_of_truth, menu.channel.code) == ("菜单", True, True, "counter")


def test_a_journey_that_exists_keeps_its_stages(in_acme: Tenant) -> None:
    lay_out(blueprint=parse_blueprint(SMALL.encode()), as_of=AS_OF)
    grown = SMALL + '\n[[journeys.stages]]\ncode = "pay"\nname_zh = "付款"\nname_en = "Paying"\ntouchpoints = []\n'

    lay_out(blueprint=parse_blueprint(grown.encode()), as_of=AS_OF)

    assert list(Stage.objects.values_list("code", flat=True)) == ["order"]


def test_no_industry_gives_nothing(in_acme: Tenant) -> None:
    apply_blueprint(company=in_acme, industry="none", locale="en")

    assert not Journey.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('channel = "counter"', 'channel = "moon"', "menu names an unknown channel moon"),
        ("expected_emotion = 1", "expected_emotion = 3", "menu expects emotion 3, outside -2..2"),
        ('kind = "in_person"', 'kind = "pigeon"', "pigeon"),
        ("version = 1", "version = 1\nauthor = 'x'", "author"),
        ('name_en = "Menu"', "", "name_en"),
    ],
)
def test_a_broken_file_says_where(old: str, new: str, message: str) -> None:
    with pytest.raises(BrokenBlueprint, match=message):
        parse_blueprint(SMALL.replace(old, new).encode())


def test_an_unknown_industry_says_which_are_known() -> None:
    with pytest.raises(BrokenBlueprint, match="known are airline, bank, dining"):
        read_blueprint("moon")
