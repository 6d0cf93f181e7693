"""The list of events as a page of documentation."""

import json
from collections.abc import Iterable

from tenants.hooks.catalogue.event_type import EventType

_HEAD = """# Events

Made from `tenants/hooks/catalogue/`: change it there. How events are delivered is in [webhooks](webhooks.md).

| event | since | what happened | 说明 | entity |
|---|---|---|---|---|
"""


def catalogue_page(catalogue: Iterable[EventType]) -> str:
    """Return the page that lists every type of event with what it carries."""
    known = sorted(catalogue, key=lambda one: one.name)
    rows = "".join(f"| [`{e.name}`](#{_anchor(e)}) | {e.since} | {e.en} | {e.zh} | {e.entity} |\n" for e in known)
    return _HEAD + rows + "".join(_section(one) for one in known)


def _anchor(one: EventType) -> str:
    return one.name.replace(".", "")


def _section(one: EventType) -> str:
    fields = "".join(f"| `{field.name}` | {field.en} | {field.zh} |\n" for field in one.fields)
    example = json.dumps(one.example, ensure_ascii=False)
    return (
        f"\n## {one.name}\n\n{one.en}.\n\n| in `data` | what it is | 说明 |\n|---|---|---|\n{fields}\n    {example}\n"
    )
