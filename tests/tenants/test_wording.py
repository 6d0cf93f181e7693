"""What is stored or raised in English is said in the language of whoever asks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from graphql import GraphQLObjectType, get_named_type

from config.messages import all_messages, messages_in, told_classes
from config.schema import company_schema, operator_schema
from tenants.graphql.spoken import SPOKEN, WRITTEN_BY_OTHERS
from tenants.models import Tenant
from tenants.wording import LONGEST, read_po, say, sentence
from tests.graphql_api import Api, api_of

APPS = [Path(settings.BASE_DIR) / app for app in ("config", "tenants", "journeys", "feedback", "analytics")]
PO = read_po((Path(settings.BASE_DIR) / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
SOUNDS_LIKE_OURS = re.compile(r"^(reason|message|error|detail|doubts|text)$")


@pytest.fixture
def in_chinese() -> Iterator[None]:
    with override("zh-hans"):
        yield


def test_every_message_to_a_client_has_a_chinese_line() -> None:
    messages = all_messages(APPS)

    assert len(messages) > 400
    assert {text: str(path) for text, path in messages.items() if not PO.get(text)} == {}


def test_a_new_message_would_be_found() -> None:
    source = 'class Late(Refusal): ...\nraise Late(f"row {n} came {minutes:,} minutes late" if n else "it is too late")'

    told = told_classes([source])

    assert list(messages_in(source, told=told)) == ["row {0} came {1} minutes late", "it is too late"]
    assert list(messages_in('log.info("it is too late")\nx = "a b c d"', told=told)) == []
    reason = '"""Say why."""\nMETHOD = "a name of it"\ndef f(n): return insufficient(n, f"{n} answers are few")'
    assert list(messages_in(reason, told=told, is_speaking=True)) == ["{0} answers are few"]


@pytest.mark.usefixtures("in_chinese")
class TestSaying:
    @pytest.mark.parametrize(
        ("english", "chinese"),
        [
            ("no answers", "没有回答"),
            ("3 answers, at least 30 are needed", "3 份回答，至少需要 30 份"),
            ("queue: nobody who scored it also told their loyalty", "queue：没有评分者同时说明忠诚度"),
            ("line 3 is nested too deep", "第 3 行嵌套过深"),
            ("half_life: 'x' is not a whole number from 1 to 9", "half_life：'x' 不是 1 至 9 的整数"),
            ("plan care: title must have 1 to 200 characters", "方案 care：title 必须有 1 至 200 个字"),
            ("no answers; all weights are zero", "没有回答；所有权重都为零"),
        ],
    )
    def test_templates_are_found_and_their_blanks_filled(self, english: str, chinese: str) -> None:
        assert say(english) == chinese

    def test_what_nobody_translated_and_what_is_chinese_stays(self) -> None:
        for text in ("", "queue", "rain is wet", "已经是中文", "x" * (LONGEST + 1)):
            assert say(text) == text

    def test_a_sentence_ends_as_sentences_do(self) -> None:
        assert sentence("the body is empty; send a JSON array of records, or one JSON object a line").endswith("。")

    def test_a_hostile_text_takes_no_longer_than_its_length(self) -> None:
        began = time.process_time()

        for text in ("{0} " * 400, ": ; " * 500, "a answers, at least " * 90, "Variable '" * 190):
            say(text)

        assert time.process_time() - began < 0.5


def test_english_is_said_as_it_was_written() -> None:
    with override("en"):
        assert say("3 answers, at least 30 are needed") == "3 answers, at least 30 are needed"
        assert sentence("no answers") == "No answers."


@pytest.mark.parametrize("schema", [company_schema.core, operator_schema.core], ids=["company", "operator"])
def test_every_field_of_our_words_is_in_the_table(schema: object) -> None:
    fields = {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
        if SOUNDS_LIKE_OURS.match(name) and get_named_type(field.type).name == "String"
    }

    assert fields - SPOKEN - WRITTEN_BY_OTHERS == set(), "say in spoken.py whose words the new field holds"


COMPLAINTS = [
    "{ nothing }", "{ viewer { nam } }", "{ viewer }", "{ journeys(first: 1.5) { totalCount } }", "{ viewer { name",
    "query($a: Int) { viewer { name } }", "{ journeys(last: $x) { totalCount } }", "{ ...F }",
    "{ journeys(filter: {kind: NONE}) { totalCount } }", "{ viewer { name @never } }",
    "query($a: Foo) { viewer { name } }", "{ node { id } }", "{ journeys(frist: 3) { totalCount } }",
    "{ customer(externalId: 3) { id } }", "{ orders { totalCount } }",
]  # fmt: skip


@pytest.mark.parametrize("query", COMPLAINTS)
def test_whatever_is_wrong_with_a_document_is_said_in_chinese(in_acme: Tenant, query: str) -> None:
    api = api_of(in_acme, "journeys:read")

    answer = api.send(f'{{"query": "{query}"}}'.encode(), headers={"Accept-Language": "zh-CN"}).json()

    assert all(re.search("[\u4e00-\u9fff]", error["message"]) for error in answer["errors"]), answer


def test_doors_before_and_beside_graphql_speak_chinese_too(in_acme: Tenant) -> None:
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9"}
    token = api_of(in_acme).token
    key = chinese | {"Authorization": f"Bearer {token}"}
    rows = b'[{"external_id": "1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 11}]'

    unknown = Client().get("/graphql", headers=chinese, HTTP_HOST="nobody.localhost").json()
    no_key = Api(in_acme, token="hb_" + "x" * 43).send(b"{}", headers=chinese).json()
    empty = (
        Client().post("/collect/v1/feedback", b"", "application/json", HTTP_HOST="acme.localhost", headers=key).json()
    )
    told = (
        Client().post("/collect/v1/feedback", rows, "application/json", HTTP_HOST="acme.localhost", headers=key).json()
    )

    assert unknown["errors"][0]["message"] == "未找到。"
    assert no_key["errors"][0]["message"] == "该密钥在此无效。"
    assert empty["errors"][0]["message"].startswith("正文为空")
    assert told["rejected"][0]["message"] == "必须在 0 至 10 之间；请修正量表，或将其列为缺失值代码"
