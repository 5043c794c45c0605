"""Dots for use cases: a long list becomes a short one, before people score."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from lvt.card_dots.forms import CardDotsSettings
from lvt.longlist_funnel import selectors as funnel
from lvt.longlist_funnel.services import keep_best
from lvt.models import Hypothesis, UseCase
from lvt.selectors.scoring_effort import voted_on
from organizations.actors import Actor
from workshops.activity_kind import Phase, ResultLine, Way
from workshops.agenda.selectors import comes_before
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.artifact_dots.activity import DOT, RankingByDots
from workshops.contributions.artifact_dots.selectors import RESULTS
from workshops.models import Activity

READS = 4
"""How long someone of medium speed takes to read a use case in the vote (name and sentence), in seconds."""


class CardDots(RankingByDots[UseCase]):
    """The cards that would be scored. Once the results are shown, the best go to scoring."""

    key = funnel.CARD_DOTS
    label = _("Vote on use cases")
    description = _("Everyone gives dots to use cases. The best go to scoring, and the rest can come back.")
    group = "deciding"
    template_dir = "lvt/activities/card_dots"
    item_template = "lvt/activities/card_dots/item.html"
    ranking_template = "lvt/activities/card_dots/ranking.html"
    shows = frozenset({Hypothesis, UseCase})
    settings_form = CardDotsSettings
    request = _("Place your %(dots)s dots on your phone, up to %(most)s on one use case.")

    def rules(self, activity: Activity) -> funnel.CardRules:
        return funnel.rules_of(activity)

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        use_cases = voted_on(activity, people)
        return (AnswerLoad(min(self.rules(activity).dots, use_cases), DOT, things=use_cases, reads=READS),)

    def things_at(self, activity: Activity) -> QuerySet[UseCase]:
        return funnel.cards_to_score(activity.track.workshop.discovery)

    def ranked(self, activity: Activity) -> Sequence[funnel.RankedCard]:
        return funnel.voted_cards(activity)

    def console(self, activity: Activity) -> dict[str, Any]:
        return {
            **super().console(activity),
            "aside": funnel.cards_aside(activity.track.workshop.discovery),
            "workshop": activity.track.workshop,
        }

    def on_phase(self, activity: Activity, phase: Phase, actor: Actor) -> None:
        if phase.key == RESULTS:
            keep_best(activity)

    def unready(self, activity: Activity) -> Text:
        if self.things_at(activity).exists() or comes_before(activity, {"write_use_cases"}):
            return ""
        return funnel.nothing_to_vote_on()

    def way_to_ready(self, activity: Activity) -> Way:
        url = reverse("lvt:use_case_list", args=[activity.track.workshop.discovery.slug])
        return Way(_("Add use cases"), url)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        for each in results["ranking"]:
            yield ResultLine(each.thing.name, results["prompt"], dots=each.dots, more=each.aside)
