"""A ranking of data products: everybody gives dots, and what they are given for stays hidden until the
results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from organizations.actors import Actor
from products.forms.in_the_room import RankingSettings
from products.models import DataProduct
from products.selectors import product_votes as selectors
from products.selectors.product_votes import RESULTS, VOTE
from products.selectors.room_products import PRODUCT_RANKING, no_product, products_at, way_to_products
from workshops.activities import amounts
from workshops.activity_kind import ActivityKind, Line, Phase, Progress, Way
from workshops.effort import AnswerLoad
from workshops.models import Activity, Vote
from workshops.selectors import votes

# How long somebody of medium speed takes for a dot, in seconds.
DOT = 8
# So many ranked products fit on a screen.
_SHOWN = {"stage": 30, "room": 30, "console": 200}


class ProductRanking(ActivityKind):
    """Products are keyed items; each phone puts its own dots on them (js/board.js)."""

    key = PRODUCT_RANKING
    label = _("Rank data products")
    description = _("Everyone gives dots to data products. The ranking stays hidden until you show it.")
    icon = "vote"
    group = "products"
    default_minutes = 10
    template_dir = "products/activities/product_ranking"
    reads = (selectors.VOTES.reads,)
    shows_everything = True
    concludes = True
    has_mine = True
    has_done_button = True
    settings_form = RankingSettings
    may_be_anonymous = True
    phases = (
        Phase(VOTE, _("Vote"), _("Back to the vote")),
        Phase(
            RESULTS,
            _("Results"),
            _("Show the results"),
            after=(VOTE,),
            is_open=False,
            asks_while_working=True,
        ),
    )

    def unready(self, activity: Activity) -> Text:
        return no_product(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return way_to_products(activity)

    def has_nothing_to_show(self, activity: Activity) -> bool:
        return not votes.has_votes(activity)

    def is_settled(self, activity: Activity) -> bool:
        return activity.phase == RESULTS

    def hidden(self, activity: Activity) -> list[QuerySet[Vote]]:
        return [] if self.is_settled(activity) else [Vote.objects.filter(activity=activity)]

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(min(selectors.rules_of(activity).dots, products_at(activity).count()), DOT),)

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        rules = selectors.rules_of(activity)
        context: dict[str, Any] = {
            "rules": rules,
            "prompt": rules.prompt or activity.title,
            "step": selectors.phase_of(activity),
        }
        if context["step"] == RESULTS:
            context |= self._ranking(activity, _SHOWN[audience])
        return context

    def _ranking(self, activity: Activity, shown: int | None = None) -> dict[str, Any]:
        ranking = selectors.ranked_products(activity)
        return {
            "ranking": ranking[:shown],
            "others": max(0, len(ranking) - (shown or len(ranking))),
            "is_voted": any(each.dots for each in ranking),
            "voters": selectors.voters_of(activity),
        }

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        rules, step = selectors.rules_of(activity), selectors.phase_of(activity)
        context: dict[str, Any] = {"rules": rules, "step": step}
        if step == VOTE:
            # Dots on what was deleted since are the person's again.
            there = {str(uuid) for uuid in products_at(activity).values_list("uuid", flat=True)}
            given = {item: dots for item, dots in votes.own_dots(activity, actor).items() if item in there}
            context |= {"given": given, "left": max(0, rules.dots - sum(given.values()))}
        return context

    def results(self, activity: Activity) -> dict[str, Any] | None:
        """Nothing before the vote is over."""
        if activity.phase != RESULTS:
            return None
        return {"prompt": selectors.rules_of(activity).prompt, **self._ranking(activity)}

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """The people who say so, or have no dots left; in an anonymous activity how many have no dots
        left."""
        given = votes.dots_by_author(activity)
        finished = {author for author, dots in given.items() if dots >= selectors.rules_of(activity).dots}
        return self.progress_by(activity, expected, given, amounts.dots, finished)

    def told(self, results: Mapping[str, Any]) -> Iterable[Line]:
        return (Line(each.product.name, results["prompt"], dots=each.dots) for each in results["ranking"])

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        if selectors.phase_of(activity) == RESULTS:
            return []
        rows = products_at(activity)
        return [(str(product.uuid), _drawn(product, audience)) for product in rows]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        if selectors.phase_of(activity) == RESULTS:
            return None
        product = products_at(activity).filter(uuid=key).first()
        return None if product is None else _drawn(product, audience)


def _drawn(product: DataProduct, audience: str) -> SafeString:
    context = {"product": product, "audience": audience}
    return render_to_string(f"{ProductRanking.template_dir}/product.html", context)
