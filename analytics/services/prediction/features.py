"""From rows of described customers to the columns that the model is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.aggregates.customer_facts import FACTS
from analytics.aggregates.customers_as_of import Described
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, Numbers
from analytics.numerics.prediction.columns import Block, Column, Columns
from analytics.services.prediction.target import Target

ACTIVITY = frozenset({"orders", "recent_orders", "contacts", "recent_contacts"})
RHYTHM = frozenset({"recency_days", "tenure_days", "gap_days", "spend", "mean_order"})
AGES = frozenset({"recency_days", "answer_age_days"})
STAYS_WITH_MORE = frozenset({"orders", "recent_orders", "spend", "last_loyalty", "mean_score", "last_score"})
LEAVES_WITH_MORE = frozenset({"recency_days", "refunds", "refunded_share"})
RULES = ("recency_days", "recent_orders", "orders")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which attributes enter, whether each is a number, and which measure activity."""

    attributes: tuple[tuple[str, bool], ...]
    activity: frozenset[str]
    target: Target

    @property
    def names(self) -> list[str]:
        """Return the attributes to read: those that enter, then the label when there is one."""
        return [name for name, _ in self.attributes] + ([self.target.attribute] if self.target.is_label else [])


def layout_of(known: dict[str, bool], *, target: Target, settings: Settings) -> Layout:
    """Return which attributes describe customers.

    Attributes hold their present value and no date. For a repurchase only those that the settings name enter, because
    a value may have been written after the day that is asked about. For a label, which has no date either, all do.
    """
    wanted = set(known) if target.is_label else set(settings.prediction_attributes)
    chosen = tuple((name, known[name]) for name in sorted(wanted & set(known)) if name != target.attribute)
    return Layout(chosen, ACTIVITY | set(settings.activity_attributes), target)


def columns_of(parts: Sequence[Described], layout: Layout, *, scale: float) -> Columns:
    """Return the columns of some described customers; money in major units, `scale` of them a minor one."""
    columns = [
        _fact(name, _joined(part.facts[place] for part in parts), layout, scale) for place, name in enumerate(FACTS)
    ]
    for place, (name, is_number) in enumerate(layout.attributes):
        texts = [text for part in parts for text in part.attributes[place]]
        columns.append(Column(f"attr.{name}", _numbers(texts) if is_number else _texts(texts), name in layout.activity))
    return tuple(columns)


def block_of(parts: Sequence[Described], layout: Layout, *, scale: float) -> Block:
    """Return described customers with their outcome; those without a label are left out."""
    columns = columns_of(parts, layout, scale=scale)
    if not layout.target.is_label:
        return Block(columns, _joined(part.returned for part in parts))
    labels = [label.strip() for part in parts for label in part.attributes[-1]]
    outcome = np.array([label in layout.target.positive for label in labels], dtype=np.float64)
    return Block(columns, outcome).at(np.array([label != "" for label in labels], dtype=np.bool_))


def _fact(name: str, values: Floats, layout: Layout, scale: float) -> Column:
    stays = (name in STAYS_WITH_MORE) - (name in LEAVES_WITH_MORE)
    money = scale if name in {"spend", "mean_order"} else 1.0
    expected = -stays if layout.target.is_label else stays
    return Column(name, values * money, name in layout.activity, name in RHYTHM, name in AGES, expected)


def _joined(parts: Iterable[Sequence[object]]) -> Floats:
    arrays = [np.array(part, dtype=np.float64) for part in parts]
    return np.concatenate(arrays) if arrays else np.zeros(0)


def _numbers(texts: list[str]) -> Numbers:
    return np.array([float(text) if text.strip() else np.nan for text in texts], dtype=np.float64)


def _texts(texts: list[str]) -> Numbers:
    return np.array([text.strip() for text in texts], dtype=object)
