"""Small things that belong to a task, to be ticked one by one."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from journeys.services.changing import BadValue

MOST_ITEMS = 50
LONGEST_ITEM = 255


def read_checklist(given: object) -> list[dict[str, object]]:
    """Return a checklist as it is stored. Raises BadValue for one that is too long, or for a thing without words."""
    items = list(given) if isinstance(given, list | tuple) else []
    if len(items) > MOST_ITEMS:
        raise BadValue(_("There is room for %(most)s.") % {"most": MOST_ITEMS}, field="checklist")
    return [_item(item, place) for place, item in enumerate(items)]


def _item(item: object, place: int) -> dict[str, object]:
    known = item if isinstance(item, Mapping) else {}
    title = str(known.get("title", "")).strip()
    if not 0 < len(title) <= LONGEST_ITEM:
        raise BadValue(
            _("Say what it is, in at most %(most)s characters.") % {"most": LONGEST_ITEM},
            field=f"checklist.{place}.title",
        )
    return {"title": title, "is_done": bool(known.get("is_done"))}
