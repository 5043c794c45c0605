"""Translates the messages of the pure modules promises.rules and wording into the reader's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext as _, ngettext, override

from documents import rounded_numbers
from documents.localized_numbers import number
from products import indicator_wording
from products.indicator_wording import Aim, Phrase
from products.promises import rules as slo

_PERCENT = re.compile(r"\s+%")


def say(phrase: Phrase) -> str:
    """The phrase, translated."""
    return phrase.in_words(gettext, ngettext, number)


def standing_words(state: str, *, is_over: bool = True, is_live: bool = True) -> str:
    """The status of a promise or of one of its windows, which `is_over` or still open. Before a data product
    `is_live`, no consumer relies on its promise: what is measured then is a test of it."""
    if state == "violated":
        return _("Violated") if is_live else _("Violated before go-live")
    if state != "kept":
        return _("Promised, not measured yet")
    if not is_live:
        return _("Kept before go-live")
    return _("Kept") if is_over else _("Kept so far")


def problem_words(problem: slo.SloProblem) -> str:
    """The error in a target or a window, and the next step."""
    return {
        slo.SloProblem.NOT_A_NUMBER: _("Enter a number, such as 99.5. Words like “often” can’t be checked."),
        slo.SloProblem.NO_TARGET: _("0% promises nothing. What is the minimum share that has to be good?"),
        slo.SloProblem.NEGATIVE: _("Enter a target between 0 and 100%."),
        slo.SloProblem.SHARE: _("Targets are in percent: enter 99.5 for 99.5%, not 0.995."),
        slo.SloProblem.EVERYTHING: _(
            "100% leaves no budget: a single miss violates the promise, and any change risks it. "
            "Could consumers live with 99.9%?"
        ),
        slo.SloProblem.TOO_MUCH: _("The target can’t be more than 100%. Enter one between 0 and 100%."),
        slo.SloProblem.NO_WINDOW: _("The window needs a length. Enter 1 or more."),
        slo.SloProblem.TOO_LONG: _(
            "This window is too long. Enter a smaller number, or choose a larger unit."
        ),
        slo.SloProblem.UNKNOWN_ZONE: _("Unknown time zone. Choose one, such as Europe/Berlin."),
    }[problem]


def sentence(basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]) -> str:
    """The sentence of the objective."""
    return say(indicator_wording.sentence(basis, events, indicator, threshold, aims))


def translated(
    stored: str, basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]
) -> str:
    """The sentence of an objective in the language of now: it was written from its parts in the language of
    the pages, perhaps before percentages changed their blank. A `stored` one that these parts do not make, as
    a file may bring, stays as it is."""
    parts = (basis, events, indicator, threshold, aims)
    return capfirst(sentence(*parts)) if _is_made_of(stored, *parts) else stored


def without_targets(
    stored: str, basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]
) -> str:
    """The objective without its targets, for where these are listed: "Yesterday's transactions processed
    before 9:00"; the whole `stored` sentence if these parts do not make it."""
    if not _is_made_of(stored, basis, events, indicator, threshold, aims):
        return stored
    parts = (indicator, threshold) if basis == "time" else (events, indicator, threshold)
    return capfirst(" ".join(filter(None, parts))) or stored


def targets_last(
    stored: str, basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]
) -> str:
    """The objective with its targets at the end: "Visits can be read before 9:00: 99.5% each day, 98% each
    month". What people typed stays whole in any language; the whole `stored` sentence if these parts do not
    make it."""
    promise = without_targets(stored, basis, events, indicator, threshold, aims)
    if promise == stored or not aims:
        return stored
    targets = [
        _("%(target)s %(window)s") % {"target": percent(each.target), "window": window_words(each)}
        for each in aims
    ]
    return _("%(name)s: %(status)s") % {"name": promise, "status": ", ".join(targets)}


def _is_made_of(
    stored: str, basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]
) -> bool:
    with override(settings.LANGUAGE_CODE):
        words = sentence(basis, events, indicator, threshold, aims)
    return _without_blanks(words) == _without_blanks(stored)


def _without_blanks(text: str) -> str:
    return _PERCENT.sub("%", text)


def percent(share: Decimal | Fraction, *compared: Decimal | Fraction) -> str:
    """A percentage as people read it, with enough decimals to differ from the one that it is `compared`
    with."""
    return say(indicator_wording.percent(share, *compared))


def quantity(amount: Fraction, basis: str, places: int = 0) -> str:
    """So much time, or so many events, with so many decimals where they are not whole: "6 h 43 min", "12"."""
    return (
        say(indicator_wording.duration(amount))
        if basis == "time"
        else number(rounded_numbers.count(amount, places))
    )


@dataclass(frozen=True, slots=True)
class BudgetInWords:
    """A budget as every page, file and screen shows it: its figures add up. `rest` is what is left or too
    much; `result` is the share that was good, with its target, or the target alone while nothing was
    measured."""

    spent: str
    allowed: str
    rest: str
    result: str


def budget_in_words(standing: slo.BudgetStanding, basis: str, aim: Aim) -> BudgetInWords:
    """The words for the status of a budget. `basis` is "events" or "time"."""
    places = 0
    if basis == "time":
        lengths = (standing.spent, standing.allowed)
        spent, allowed = (Fraction(indicator_wording.shown_seconds(each)) for each in lengths)
        if (spent < allowed) != (standing.spent < standing.allowed):  # they look the same, or the other way
            spent, allowed = lengths
    else:
        spent, allowed, places = rounded_numbers.spent_and_allowed(standing.spent, standing.allowed)
    target = _("%(target)s %(window)s") % {"target": percent(aim.target), "window": window_words(aim)}
    result = target
    if standing.achieved is not None:
        achieved = percent(standing.achieved, standing.target)
        result = _("%(achieved)s, target %(target)s") % {"achieved": achieved, "target": target}
    rest = _amount_left(standing, quantity(allowed - spent, basis, places), basis)
    return BudgetInWords(quantity(spent, basis, places), quantity(allowed, basis, places), rest, result)


def _amount_left(standing: slo.BudgetStanding, amount: str, basis: str) -> str:
    if not standing.is_measured:
        return ""  # "0 left" would read as used up
    if standing.is_violated and standing.left == 0:
        return _("nothing left")
    if basis == "time":
        text = _("%(amount)s too many") if standing.left < 0 else _("%(amount)s left")
    elif standing.left < 0:
        text = ngettext("%(amount)s miss too many", "%(amount)s misses too many", _grammatical(amount))
    else:
        text = ngettext("%(amount)s miss left", "%(amount)s misses left", _grammatical(amount))
    return text % {"amount": amount}


def _grammatical(amount: str) -> int:
    """The number by which a noun after the amount is one or many."""
    return 1 if amount == "1" else 2


def window_words(aim: Aim) -> str:
    """The window in which a target is checked."""
    return say(indicator_wording.window_words(aim))


def budget_words(aim: Aim, basis: str, events: str, zone: str, at: datetime) -> str:
    """The arithmetic of a target in the window that `at` lies in: "99% over the last 28 days leaves 1%:
    6 h 43 min may be missed." In events, with what 1,000 and 100,000 of them would allow.

    Raises slo.Nonsense for a target or window that promises nothing.
    """
    share = slo.budget_share(aim.target)
    window = slo.Window(aim.length, slo.Unit(aim.unit), aim.is_rolling, zone)
    values = {
        "target": percent(aim.target),
        "window": window_words(aim),
        "left": percent(100 - aim.target),
    }
    if basis == "time":
        values["allowed"] = quantity(share * window.span_at(at).seconds, basis)
        return _("%(target)s %(window)s leaves %(left)s: %(allowed)s may be missed.") % values
    values |= {
        "few": number(rounded_numbers.count(rounded_numbers.allowance(1_000 * share))),
        "many": number(rounded_numbers.count(rounded_numbers.allowance(100_000 * share))),
        "events": events or _("events"),
    }
    return (
        _(
            "%(target)s %(window)s leaves %(left)s: %(few)s of 1,000 %(events)s may be missed, "
            "or %(many)s of 100,000."
        )
        % values
    )
