"""Deciding the shortlist, with the reason, as an entry of the decision log."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from lvt.activities.ranking_review import title_of
from lvt.activities.shortlist_in_ranking import Decides, decision_context
from lvt.models import Criterion, Hypothesis, UseCase
from lvt.rounds import selectors
from lvt.rounds.selectors import nothing_scored, way_to_scoring
from lvt.shortlist.selectors import Shortlist, shortlist_in, shortlist_of
from workshops.activity_kind import Way
from workshops.agenda.needed_people.rules import Need
from workshops.models import Activity


class Decide(Decides):
    """The room decides the shortlist on the ranking, with a reason and with who did not agree."""

    key = "decide"
    label = _("Decide the shortlist")
    description = _("Choose which use cases to pursue, and record the reasons and any dissent.")
    icon = "check"
    needs = frozenset({Need.DECIDER})
    group = "deciding"
    default_minutes = 15
    template_dir = "lvt/activities/decide"
    no_effort = "The facilitator records what the room decides."
    shows = frozenset({Criterion, Hypothesis, UseCase})
    concludes = True
    result_label = _("Shortlist")
    may_be_cut = False

    def unready(self, activity: Activity) -> Text:
        return nothing_scored(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return way_to_scoring(activity)

    def is_settled(self, activity: Activity) -> bool:
        return _decided(activity) is not None

    def results(self, activity: Activity) -> dict[str, Any] | None:
        decided = _decided(activity)
        return None if decided is None else {"shortlist": decided}

    def message(self, results: Mapping[str, Any]) -> str:
        return str(title_of(None, results["shortlist"]))

    def stage_title(self, activity: Activity) -> Text:
        results = selectors.current_results(activity.track.workshop.discovery)
        return title_of(results, _decided(activity))

    def console(self, activity: Activity) -> dict[str, Any]:
        context = self.room(activity)
        context |= decision_context(activity, context["results"])
        has_primary = context["submit_template"] is not None
        return {**context, "workshop": activity.track.workshop, "has_primary": has_primary}

    def room(self, activity: Activity) -> dict[str, Any]:
        return {
            "activity": activity,
            "shortlist": _decided(activity),
            "results": selectors.current_results(activity.track.workshop.discovery),
            "use_cases": selectors.to_score(activity),
        }

    def stage(self, activity: Activity) -> dict[str, Any]:
        return self.room(activity)


def _decided(activity: Activity) -> Shortlist | None:
    """The shortlist decided in this activity, else the one that the workshop decided in its ranking
    before."""
    return shortlist_of(activity) or shortlist_in(activity.track.workshop)
