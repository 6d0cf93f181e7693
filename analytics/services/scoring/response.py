"""How many of those who met a touchpoint answered, and what everybody would say if all segments had answered alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.models.settings import Settings
from analytics.numerics.arrays import as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.scales import wilson
from analytics.numerics.experience.weights import LEAST_ANSWERS, Represented, collapse, represent
from analytics.services.scoring.experience import as_hundred, value_mean
from analytics.services.scoring.figures import Mean, Series, answers
from analytics.services.scoring.gather import added

NO_CONTACTS = "no contacts are logged at this touchpoint"
MISSING_CONTACTS = "there are more answers than contacts, so not all contacts are logged"
ONE_SEGMENT = "contacts and answers come from one segment, so there is nothing to weigh"
ONE_GROUP = f"only one group of segments has {LEAST_ANSWERS} answers, so there is nothing to weigh"
NO_WEIGHTS = "no answer of a segment carries a weight, while answers of others do"


@dataclass(frozen=True, slots=True)
class Response:
    """The share of contacts that were answered (0 to 1), and the value weighed as the contacts are (0 to 100).

    `effective_n` is the number of equal answers that the weighted ones are worth, None without weights; `reason` says
    why there are none, or what they leave out.
    """

    rate: Estimate
    value: Estimate
    effective_n: float | None
    contacts: int
    reason: str

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        return {
            "rate": self.rate.as_json(),
            "adjusted_value": self.value.as_json(),
            "effective_n": self.effective_n,
            "contacts": self.contacts,
            **({"reason": self.reason} if self.reason else {}),
        }


@dataclass(frozen=True, slots=True)
class _Segment:
    """Contacts and answers of a segment at a touchpoint."""

    contacts: int
    n: int
    series: Series


def response_of(
    code: str,
    contacts: Mapping[str, int],
    series: Series,
    segments: Mapping[str, Series],
    settings: Settings,
    *,
    weighted: bool,
) -> Response:
    """Return the response at a touchpoint in a period from its contacts by segment.

    `series` are the answers of everybody, `segments` those of each segment. Weights correct who answered; they cannot
    correct that the unhappy of every segment kept silent.
    """
    met, n = sum(contacts.values()), answers(series, code, "score")
    blocked = NO_CONTACTS if met == 0 else MISSING_CONTACTS if n > met else ""
    if blocked:
        return Response(insufficient(met, blocked), insufficient(n, blocked), None, met, blocked)
    few = f"{met} contacts, at least {settings.minimum_n} are needed" if met < settings.minimum_n else ""
    rate = insufficient(met, few) if few else wilson(n, met)
    cells = _segments(code, contacts, segments)
    groups = [
        [cells[place] for place in group]
        for group in collapse([cell.contacts for cell in cells], [cell.n for cell in cells])
    ]
    means = [value_mean(added([c.series for c in group]), code, settings, weighted=weighted) for group in groups]
    known = [mean for mean in means if mean is not None]
    reason = _nothing_to_weigh(cells, groups, known)
    if reason:
        return Response(rate, insufficient(n, reason), None, met, reason)
    made = represent(
        [sum(c.contacts for c in group) for group in groups], [sum(c.n for c in group) for group in groups]
    )
    reason = _left_out(cells, groups, made)
    whole = value_mean(series, code, settings, weighted=weighted)
    value = as_hundred(_together(known, made, whole), settings.minimum_n)
    if made.trimmed > 0 and value.value is not None:
        value = replace(value, status="provisional", reason=reason)
    return Response(rate, value, made.effective_n, met, reason)


def _segments(code: str, contacts: Mapping[str, int], segments: Mapping[str, Series]) -> list[_Segment]:
    """Return the segments that met the touchpoint or told of it, by name."""
    told = {name for name, found in segments.items() if answers(found, code, "score")}
    return [
        _Segment(contacts.get(name, 0), answers(segments.get(name, {}), code, "score"), segments.get(name, {}))
        for name in sorted({*contacts, *told})
    ]


def _nothing_to_weigh(cells: Sequence[_Segment], groups: Sequence[Sequence[_Segment]], known: Sequence[Mean]) -> str:
    """Return why there are no weights; empty where there are."""
    if len(groups) < 2:
        return ONE_SEGMENT if len(cells) < 2 else ONE_GROUP
    return NO_WEIGHTS if len(known) < len(groups) else ""


def _together(means: Sequence[Mean], made: Represented, whole: Mean | None) -> Mean:
    """Return the mean of groups by their shares, which are taken as known: contacts are counted, not sampled."""
    replicates = sum(share * mean.replicates for share, mean in zip(made.shares.tolist(), means, strict=True))
    return Mean(
        as_floats(replicates),
        sum(mean.n for mean in means),
        whole.groups if whole is not None else max(mean.groups for mean in means),
        sum(mean.squares for mean in means),
    )


def _left_out(cells: Sequence[_Segment], groups: Sequence[Sequence[_Segment]], made: Represented) -> str:
    """Return in words what weights cannot do here; empty when every segment speaks for itself."""
    joined, strangers = len(groups[-1]), sum(cell.n for cell in cells if cell.contacts == 0)
    found = []
    if joined > 1:
        found.append(f"{joined} segments are taken together because one has fewer than {LEAST_ANSWERS} answers")
    if made.trimmed > 0:
        found.append(f"the weights of {100 * made.trimmed:.0f} % of the contacts are trimmed")
    if strangers:
        found.append(f"{strangers} answers come from segments without a contact and carry no weight")
    return "; ".join(found)
