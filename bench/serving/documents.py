"""The three questions in the words of each server. An answer must hold the text in ROWS, so that none answers empty."""

import json
from dataclasses import dataclass

ROWS = {"list": "c-1", "dashboard": "p-39", "node": "x-7"}


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the id of one answer."""

    item: str
    global_id: str


def of_huibao(wanted: Wanted) -> dict[str, tuple[str, str, str]]:
    """Return method, path and body of each question to our GraphQL."""
    return {
        "list": _post(
            "/graphql",
            "{ feedbackItems(first: 100) { nodes { id externalId occurredAt rating text"
            " customer { id externalId } touchpoint { id code nameEn } } } }",
        ),
        "dashboard": _post(
            "/graphql",
            '{ scoreTrends(scope: TOUCHPOINT, from: "2024-01", to: "2025-12", first: 40)'
            " { nodes { code points { period n status estimate { value low high } } } } }",
        ),
        "node": _post("/graphql", f'{{ node(id: "{wanted.global_id}") {{ id ... on FeedbackItem {_ITEM} }} }}'),
    }


_ITEM = "{ externalId occurredAt rating text customer { id externalId } }"


def of_plain(wanted: Wanted) -> dict[str, tuple[str, str, str]]:
    """Return the same for the plain views."""
    paths = {"list": "/list", "dashboard": "/dashboard", "node": f"/node/{wanted.item}"}
    return {question: ("GET", path, "") for question, path in paths.items()}


def of_postgraphile(wanted: Wanted) -> dict[str, tuple[str, str, str]]:
    """Return the same for PostGraphile, whose names follow the tables."""
    return {
        "list": _post(
            "/graphql",
            "{ allFeedbackFeedbackitems(first: 100, orderBy: PRIMARY_KEY_DESC) { nodes"
            " { rowId externalId occurredAt rating text feedbackCustomerByCustomerId { rowId externalId }"
            " journeysTouchpointByTouchpointId { rowId code nameEn } } } }",
        ),
        "dashboard": _post(
            "/graphql",
            '{ allAnalyticsScopescores(condition: {kind: "touchpoint"}, first: 960)'
            " { nodes { code n status value valueLow valueHigh analyticsScorerunByRunId { label } } } }",
        ),
        "node": _post(
            "/graphql",
            f'{{ feedbackFeedbackitemByRowId(rowId: "{wanted.item}") {{ id externalId occurredAt rating text'
            " feedbackCustomerByCustomerId { id externalId } } }",
        ),
    }


def _post(path: str, query: str) -> tuple[str, str, str]:
    return "POST", path, json.dumps({"query": query})
