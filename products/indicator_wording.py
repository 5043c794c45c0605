"""The usual indicators with the questions that lead to an objective, the sentence it says, and durations as
people say them. Pure: it returns messages (Phrase), which its caller translates.

The indicators are those that data products promise most: freshness, completeness, accuracy and volume (the
"data pipelines" of the SRE Workbook, chapter 13), availability and latency (the SRE book, chapter 4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from documents import rounded_numbers


def gettext_noop(message: str) -> str:
    """The message as it is; its name lets makemessages find it."""
    return message


class WrittenNumber(str):
    """A number as number_texts writes it, "1,234.5"."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message with named placeholders and their values: words, figures, or other phrases. With `plural`,
    `count` selects the singular or the plural."""

    message: str
    values: Mapping[str, str | Phrase] = field(default_factory=dict)
    plural: str = ""
    count: int = 1

    def in_words(
        self,
        translate: Callable[[str], str],
        translate_plural: Callable[[str, str, int], str],
        localize: Callable[[str], str],
    ) -> str:
        """The phrase in the language of `translate` (gettext), `translate_plural` (ngettext) and `localize`,
        which gives a figure the signs of that language."""
        template = (
            translate_plural(self.message, self.plural, self.count)
            if self.plural
            else translate(self.message)
        )

        def text(value: str | Phrase) -> str:
            if isinstance(value, Phrase):
                return value.in_words(translate, translate_plural, localize)
            return localize(value) if isinstance(value, WrittenNumber) else value

        values = {name: text(value) for name, value in self.values.items()}
        return template % values if values else template


# --- The indicators -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Indicator:
    """One kind of SLI. `basis` is what it is usually counted in; the questions ask for the fields of an
    objective, `events`, `indicator` and `threshold`, and the examples answer them."""

    kind: str
    basis: str
    about: str
    ask_events: str
    ask_indicator: str
    ask_threshold: str
    events: str
    indicator: str
    threshold: str


_ = gettext_noop

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "freshness",
        "events",
        _("The maximum age of the data when someone needs it."),
        _("What has to arrive on time?"),
        _("What has to happen to it?"),
        _("By when, or how old may it be?"),
        _("yesterday’s transactions"),
        _("processed"),
        _("before 9:00"),
    ),
    Indicator(
        "completeness",
        "events",
        _("The share of the existing data that has to be included."),
        _("What has to be complete?"),
        _("What has to be there for each?"),
        _("What makes one complete?"),
        _("visits"),
        _("recorded"),
        _("with date, person and result"),
    ),
    Indicator(
        "availability",
        "time",
        _("The share of time it has to be usable."),
        _("What is counted?"),
        _("What has to be usable?"),
        _("When is it usable?"),
        _("requests"),
        _("the product answers"),
        _("without an error"),
    ),
    Indicator(
        "latency",
        "events",
        _("The time it takes to answer."),
        _("What is asked of it?"),
        _("What has to happen?"),
        _("How fast?"),
        _("requests"),
        _("answered"),
        _("within 2 seconds"),
    ),
    Indicator(
        "accuracy",
        "events",
        _("The share that has to be right."),
        _("What has to be right?"),
        _("Compared with what?"),
        _("How far may it be off?"),
        _("records"),
        _("agree with the master registry"),
        _("in name and address"),
    ),
    Indicator(
        "volume",
        "events",
        _("The amount that has to arrive, so that no one works with too little."),
        _("What arrives in batches?"),
        _("What does each batch do?"),
        _("Between which numbers?"),
        _("daily deliveries"),
        _("contain"),
        _("between 900 and 1,100 visits"),
    ),
    Indicator(
        "other",
        "events",
        _("Anything else that consumers rely on and that can be counted."),
        _("What is counted?"),
        _("What has to happen to it?"),
        _("What makes it good?"),
        _("events"),
        _("handled"),
        _("as agreed"),
    ),
)
_BY_KIND = {each.kind: each for each in INDICATORS}


def indicator_of(kind: str) -> Indicator:
    """The indicator with this key; the one for anything else for an unknown key."""
    return _BY_KIND.get(kind, _BY_KIND["other"])


# Which words of a usage pattern lead to which indicator: the first field that says something decides.
_LEADS_TO = (("how_fresh", "freshness"), ("how_complete", "completeness"), ("how_fast", "latency"))


def suggested(pattern: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The indicators that a usage pattern (its fields by name) asks for, with its words for "good means"."""
    for name, kind in _LEADS_TO:
        if words := pattern.get(name, "").strip():
            yield kind, words


# --- The sentence ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aim:
    """A target in percent over a window of `length` units."""

    target: Decimal
    length: int
    unit: str
    is_rolling: bool


_CALENDAR = {
    "hour": (_("each hour"), _("in every %(count)s hours")),
    "day": (_("each day"), _("in every %(count)s days")),
    "week": (_("each week"), _("in every %(count)s weeks")),
    "month": (_("each month"), _("in every %(count)s months")),
    "quarter": (_("each quarter"), _("in every %(count)s quarters")),
    "year": (_("each year"), _("in every %(count)s years")),
}
_ROLLING = {
    "hour": (_("over the last hour"), _("over the last %(count)s hours")),
    "day": (_("over the last day"), _("over the last %(count)s days")),
    "week": (_("over the last week"), _("over the last %(count)s weeks")),
    "month": (_("over the last month"), _("over the last %(count)s months")),
    "quarter": (_("over the last quarter"), _("over the last %(count)s quarters")),
    "year": (_("over the last year"), _("over the last %(count)s years")),
}


def percent(share: Decimal | Fraction, *compared: Decimal | Fraction) -> Phrase:
    """A percentage: a target (Decimal) as it was typed, "99.5%"; what was computed (Fraction) with two
    decimals at least, told apart from 100 and from what it is `compared` with, such as its target."""
    if isinstance(share, Fraction):
        words = rounded_numbers.measured_percent(share, *compared)
    else:
        words = rounded_numbers.as_typed(share)
    return Phrase(_("%(share)s%%"), {"share": WrittenNumber(words)})


def window_words(aim: Aim) -> Phrase:
    """The window in which a target is checked: "each day", "over the last 28 days"."""
    one, many = (_ROLLING if aim.is_rolling else _CALENDAR)[aim.unit]
    if aim.length == 1:
        return Phrase(one)
    return Phrase(many, {"count": str(aim.length)})


def sentence(basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]) -> Phrase:
    """The sentence of an objective: "99.5% of yesterday's transactions processed before 9:00 each day"; in
    time, "the product answers without an error for 99% of the time each month". More windows follow after
    "and". Parts that are not answered yet are left as "…".
    """
    first, *others = aims or [Aim(Decimal(0), 1, "day", False)]
    target: str | Phrase = percent(first.target) if aims else "…"
    values: dict[str, str | Phrase] = {
        "target": target,
        "events": events or "…",
        "good": " ".join(filter(None, (indicator or "…", threshold))),
        "window": window_words(first) if aims else "…",
    }
    if basis == "time":
        del values["events"]
        phrase = Phrase(_("%(good)s for %(target)s of the time %(window)s"), values)
    else:
        phrase = Phrase(_("%(target)s of %(events)s %(good)s %(window)s"), values)
    for aim in others:
        more: dict[str, str | Phrase] = {
            "sentence": phrase,
            "target": percent(aim.target),
            "window": window_words(aim),
        }
        phrase = Phrase(_("%(sentence)s, and %(target)s %(window)s"), more)
    return phrase


# --- Durations and amounts ------------------------------------------------------------------------

_UNITS = (
    (86_400, _("%(count)s d")),
    (3_600, _("%(count)s h")),
    (60, _("%(count)s min")),
    (1, _("%(count)s s")),
)
# From this many hours on, days are easier to read.
_DAYS_FROM = 48 * 3_600


def duration(seconds: Fraction | int) -> Phrase:
    """A length of time in its two largest units, rounded to the smaller one: "6 h 43 min", "12 min",
    "2 d 3 h". Less than half a second is said so. The sign is left out: the caller says what it means."""
    whole = shown_seconds(seconds)
    if whole == 0:
        return Phrase(_("less than 1 s")) if seconds else Phrase(_("%(count)s s"), {"count": "0"})
    parts = []
    for size, words in _two_units(whole):
        count, whole = divmod(whole, size)
        if count:
            parts.append(Phrase(words, {"count": str(count)}))
    if len(parts) == 1:
        return parts[0]
    return Phrase("%(first)s %(second)s", dict(zip(("first", "second"), parts, strict=True)))


def shown_seconds(seconds: Fraction | int) -> int:
    """The length of time that `duration` puts into words, in seconds."""
    length = abs(Fraction(seconds))
    whole = rounded_numbers.whole(length)
    if whole == 0:
        return 0
    smallest = _two_units(whole)[-1][0]
    return rounded_numbers.whole(length / smallest) * smallest  # 59 min 59.9 s is an hour


def _two_units(seconds: int) -> Sequence[tuple[int, str]]:
    """The largest unit that so many seconds (at least 1) fill, and the next smaller one, if there is one."""
    units = _UNITS if seconds >= _DAYS_FROM else _UNITS[1:]
    index = next(number for number, (size, _words) in enumerate(units) if seconds >= size)
    return units[index : index + 2]
