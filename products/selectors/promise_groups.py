"""The promises of a page: in groups of the same status, and their answer in one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from discovery import product_headlines
from products.promises.selectors import UNMEASURED, SloStanding
from products.selectors.promise_pictures import PromisePicture, with_chart

_RANKS = {"violated": 0, "kept": 1, UNMEASURED: 2}
# A sentence names so many promises, and ends with "…" if there are more.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class PromiseGroup:
    """Promises with the same status, in their order: `state` and `state_words` are those of each."""

    state: str
    state_words: str
    pictures: tuple[PromisePicture, ...]


def promise_groups(promises: Iterable[SloStanding]) -> list[PromiseGroup]:
    """The promises by status: violated ones first, those that were never measured last, each group in the
    order of `promises`."""
    groups: dict[tuple[str, str], list[PromisePicture]] = {}
    for each in sorted(promises, key=lambda promise: _RANKS[promise.state]):
        groups.setdefault((each.state, each.state_words), []).append(with_chart(each))
    return [PromiseGroup(state, words, tuple(pictures)) for (state, words), pictures in groups.items()]


def headline_of(promises: Iterable[SloStanding]) -> str:
    """The title of a board's paper for these promises: "1 of 4 promises is violated"; "" without any."""
    states = [each.state for each in promises]
    if not states:
        return ""
    return product_headlines.promises(
        kept_count=states.count("kept"),
        violated=states.count("violated"),
        unmeasured=states.count(UNMEASURED),
    )


def summary_of(promises: Sequence[SloStanding]) -> str:
    """Their headline, with the violated ones: "1 of 4 promises is violated: Availability of HCP master data,
    26 min too many"."""
    headline = headline_of(promises)
    violated = [each for each in promises if each.is_violated]
    if not violated:
        return headline
    return _("%(name)s: %(status)s") % {"name": headline, "status": brief_words(violated)}


def brief_words(promises: Sequence[SloStanding]) -> str:
    """The first promises, each with its indicator, its data product and the status of its tightest budget:
    "Availability of HCP master data, 26 min too many"."""
    words = "; ".join(_brief(each) for each in promises[:_MOST_NAMED])
    return f"{words}…" if len(promises) > _MOST_NAMED else words


def _brief(promise: SloStanding) -> str:
    names = {"indicator": promise.slo.get_kind_display(), "product": promise.slo.product}
    if promise.tightest is None:
        return _("%(indicator)s of %(product)s") % names
    return _("%(indicator)s of %(product)s, %(rest)s") % {**names, "rest": promise.tightest.rest}
