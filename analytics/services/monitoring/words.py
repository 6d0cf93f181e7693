"""Sentences for the codes that explain a chart or an alert."""

from collections.abc import Mapping

from analytics.models.alert import ChartMetric

_METRICS = {
    ChartMetric.MEAN: "The mean score",
    ChartMetric.NPS: "The net promoter score",
    ChartMetric.DETRACTORS: "The share of detractors",
    ChartMetric.ANSWERS: "The number of answers",
}
_SENTENCES = {
    "shift_up": "{metric} has risen: {value:g} on the day, {expected:g} expected, and over its limit for days.",
    "shift_down": "{metric} has fallen: {value:g} on the day, {expected:g} expected, and under its limit for days.",
    "spike_up": "{metric} was {value:g} on the day, {expected:g} expected: more than chance gives one day.",
    "spike_down": "{metric} was {value:g} on the day, {expected:g} expected: less than chance gives one day.",
    "short_baseline": "Only {days} days were there to compare with; the limits are wider for it.",
    "autocorrelated": "Neighbouring days resemble each other; the limits are wider for it.",
    "overdispersed": "Days differ by more than their answers explain; the limits are wider for it.",
    "mix_adjusted": "Which segments answered is taken into account.",
    "day_limits_coarse": "Single days have too few answers to use their share of false alarms; shifts have the rest.",
    "level_changed": "The level had changed before, from {before:g} to {after:g}; one side of it is compared with.",
}


def reason_in_words(reason: Mapping[str, object]) -> str:
    """Return the sentence of a reason as stored with an alert; a code without a sentence stands for itself.

    >>> reason_in_words({"code": "short_baseline", "days": 31})
    'Only 31 days were there to compare with; the limits are wider for it.'
    """
    code = str(reason["code"])
    numbers = dict(reason)
    if "metric" in numbers:
        numbers["metric"] = _METRICS[ChartMetric(str(numbers["metric"]))]
    return _SENTENCES.get(code, code).format_map(numbers)
