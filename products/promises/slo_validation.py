"""The rules of promises: which windows one has, and the sentence that follows from them."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from products.indicator_wording import Aim
from products.models import Slo, WindowUnit
from products.promises import rules as pure
from products.selectors import promise_words

MOST_WINDOWS = 6
LONGEST_SENTENCE = 500
NO_CHOICE = gettext_lazy("This isn’t one of the options.")


def check_windows(aims: Sequence[Aim], time_zone: str) -> None:
    """The windows promise something. Raises Invalid."""
    if not aims:
        raise Invalid(_("A promise (SLO) needs a target for at least one window."))
    if len(aims) > MOST_WINDOWS:
        raise Invalid(_("A promise (SLO) can have at most six windows."))
    for each in aims:
        if each.unit not in WindowUnit.values:
            raise Invalid(NO_CHOICE)
        try:
            pure.check_target(each.target)
            pure.Window(each.length, pure.Unit(each.unit), each.is_rolling, time_zone)
        except pure.Nonsense as nonsense:
            raise Invalid(promise_words.problem_words(nonsense.problem)) from None


def check_target(target: Decimal) -> None:
    """The target promises something. Raises Invalid for the field `target`."""
    try:
        pure.check_target(target)
    except pure.Nonsense as nonsense:
        raise Invalid(promise_words.problem_words(nonsense.problem), "target") from None


def check_promised(aims: Sequence[Aim], time_zone: str) -> None:
    """Checks the targets of a new promise by the present rules, regardless of older promises. Raises
    Invalid."""
    check_windows(aims, time_zone)
    try:
        for each in aims:
            pure.check_promised(each.target)
    except pure.Nonsense as nonsense:
        raise Invalid(promise_words.problem_words(nonsense.problem)) from None


def sentence(basis: str, events: str, indicator: str, threshold: str, aims: Sequence[Aim]) -> str:
    """The sentence of the objective, cut to the length that is stored."""
    text = promise_words.sentence(basis, events, indicator, threshold, aims)
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…"


def sentence_of(slo: Slo, aims: Sequence[Aim]) -> str:
    """The sentence of this objective with these windows."""
    return sentence(slo.basis, slo.events, slo.indicator, slo.threshold, aims)
