"""Texts of figures. Pure: exact numbers in, numbers and words as people read them out.

What is counted and summed stays exact (int, Decimal, Fraction) until it is shown; here, and nowhere else, it
is rounded, half up. Each kind of figure has its number of decimals, which all of its figures have, so that a
column lines up: scores, effort in person-weeks and means one, percentages and counts none.

A figure never says that an end is reached when it is not: where rounding would show 100 % of a target that is
missed, or 0 left of a budget that is not used up, one decimal more is shown, and at last "<0.1" or ">99.9"
(which `spelling.number` puts into words). Two figures that are compared have as many decimals as tell them
apart.
"""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction

# Two figures that differ only behind so many decimals may look the same.
_MOST = 6


def half_up(value: Number, places: int = 0) -> Decimal:
    """`value` to so many decimals, of which all stay (29.0); the half goes away from zero: 0.25 is 0.3."""
    above, below = value.as_integer_ratio()
    digits = Decimal((2 * abs(above) * 10**places + below) // (2 * below)).scaleb(-places)
    return -digits if above < 0 and digits else digits


def at_least(value: Number, places: int = 0) -> Decimal:
    """`value` to so many decimals, and never more than it is: what is at least 251.96 is at least 251.9."""
    above, below = value.as_integer_ratio()
    return Decimal(above * 10**places // below).scaleb(-places)


def at_most(value: Number, places: int = 0) -> Decimal:
    """`value` to so many decimals, and never less than it is."""
    above, below = value.as_integer_ratio()
    return Decimal(-(-above * 10**places // below)).scaleb(-places)


def whole(value: Number) -> int:
    """`value` to the nearest whole number."""
    return int(half_up(value))


def text(value: Number, places: int = 0) -> str:
    """`value` to so many decimals, with thousands separated: "1,234.5"."""
    return f"{half_up(value, places):,f}"


def decimals_that_differ(first: Number, second: Number, places: int = 0) -> int:
    """The fewest decimals, at least `places`, with which two numbers that differ look different."""
    if Fraction(first) == Fraction(second):
        return places
    for precision in range(places, _MOST):
        if half_up(first, precision) != half_up(second, precision):
            return precision
    return _MOST


def short_of(value: Number, end: Number, places: int = 0) -> Decimal:
    """`value` to so many decimals, but never `end` while it is not there: 34.96 of 35 is 34.9."""
    rounded = half_up(value, places)
    if Fraction(value) == Fraction(end) or rounded != half_up(end, places):
        return rounded
    step = Decimal(1).scaleb(-places)
    return rounded - step if Fraction(value) < Fraction(end) else rounded + step


def as_typed(value: Decimal) -> str:
    """The number exactly as a person typed it, without the zeros that a field adds: "31", "2.1", "12,500"."""
    text = f"{value.normalize():,f}"
    return "0" if text in ("-0", "0") else text


# --- Kinds of figures -----------------------------------------------------------------------------


def score(value: Number, highest: Number | None = None) -> Decimal:
    """A score, a mean of scores, a total or what separates them: one decimal. With the `highest` possible
    one, it is shown only when it is reached."""
    return half_up(value, 1) if highest is None else short_of(value, highest, 1)


def gain(value: Number) -> str:
    """The change of a score with its sign: "+2.8", "-0.4", "0.0" where it did not change. One that moved
    a little has as many decimals as show it."""
    places = decimals_that_differ(value, 0, 1)
    return f"{'+' if value > 0 else ''}{text(value, places)}"


def separation(value: Number) -> str:
    """The difference of two scores: two decimals, or as many as tell it from none."""
    return text(abs(Fraction(value)), decimals_that_differ(value, 0, 2))


def weeks(value: Number) -> Decimal:
    """Effort in person-weeks: one decimal, or none for whole weeks."""
    rounded = half_up(value, 1)
    return half_up(rounded, 0) if rounded == rounded.to_integral_value() else rounded


def percent(share: Number) -> str:
    """A share (1 is all) in percent without its sign: "39". Near 0 and 100 one decimal: "99.6", ">99.9"."""
    value = Fraction(share) * 100
    for places in (0, 1):
        if all(value == end or half_up(value, places) != end for end in (0, 100)):
            return text(value, places)
    below, above = (("<0", "<0.1"), (">99.9", ">100"))[value > 50]
    return above if value > (100 if value > 50 else 0) else below


def measured_percent(value: Number, *compared: Number) -> str:
    """A percentage (0 to 100) that was measured or computed, without its sign: two decimals, or as many as
    tell it apart from 0, from 100 and from those that it is `compared` with, such as its target."""
    return text(value, max(decimals_that_differ(value, other, 2) for other in (0, 100, *compared)))


def bar_length(share: Number) -> int:
    """Length of a bar from 0 to 100 for a share from 0 to 1: 0 and 100 only for exactly these, never
    outside."""
    inside = min(max(Fraction(share), Fraction(0)), Fraction(1)) * 100
    return whole(inside) if inside in (0, 100) else min(max(whole(inside), 1), 99)


def shown_count(value: Number, places: int = 0) -> Fraction:
    """A number of events as `count` shows it, for what is worked out of shown ones."""
    return Fraction(half_up(value, _places(value, places)))


def allowance(value: Number, places: int = 0) -> Fraction:
    """A number of events that may be missed, as `count` shows it: rounded down, since 5.5 allow no sixth. One
    that would round to none stays as it is."""
    return Fraction(at_least(value, _places(value, places))) or Fraction(value)


def spent_and_allowed(spent: Number, allowed: Number) -> tuple[Fraction, Fraction, int]:
    """Missed events and those that may be missed as they are shown, with the number of their decimals: the
    fewest with which they differ in the same direction as before."""
    exact, places = Fraction(allowed) - Fraction(spent), 0
    while True:
        counts = (shown_count(spent, places), shown_count(allowance(allowed, places), places))
        rest = counts[1] - counts[0]
        if places == _MOST or ((rest > 0) == (exact > 0) and (rest < 0) == (exact < 0)):
            return *counts, places
        places += 1


def count(value: Number, places: int = 0) -> str:
    """A number of events without its sign: whole, "1,234", or to so many decimals where it is not. Between
    none and one are "0.5" and "<0.1"."""
    exact = abs(Fraction(value))
    if exact.denominator == 1:
        return text(exact)
    places = _places(exact, places)
    return text(exact, places) if half_up(exact, places) else f"<{Decimal(1).scaleb(-places)}"


def _places(value: Number, places: int) -> int:
    """With how many decimals a number of events is shown: below one, with one at least."""
    return max(places, 1) if abs(Fraction(value)) < 1 else places


def seconds(length: timedelta) -> int:
    """A length of time in whole seconds."""
    return whole(Fraction(length // timedelta(microseconds=1), 1_000_000))


def minutes(length: timedelta) -> int:
    """A length of time in whole minutes."""
    return whole(Fraction(length // timedelta(microseconds=1), 60_000_000))
