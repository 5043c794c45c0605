"""Look at the ranking from the discovery's revealed rounds: as a table, by side, over the rounds, and one use
case after the other."""

from typing import Any

from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext

from core.labels import Text, both_or_all
from core.services import artifacts
from lvt.activities.shortlist_in_ranking import Decides, decision_context
from lvt.models import Criterion, Hypothesis, UseCase
from lvt.ranking_focus.selectors import FOCUS, focus_of
from lvt.rounds import selectors
from lvt.rounds.selectors import nothing_scored, way_to_scoring
from lvt.selectors.ranking_results import Results
from lvt.selectors.result_titles import leader_words, ranking_heading
from lvt.shortlist.selectors import Shortlist, shortlist_of
from organizations.actors import Actor
from workshops.activity_kind import Way
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.models import Activity


def title_of(results: Results | None, shortlist: Shortlist | None) -> Text:
    """The title of a ranking, or of what was decided: where nothing has a place, it does not speak of a
    start."""
    if shortlist is not None:
        count = len(shortlist.use_cases)
        if results is not None and 1 < len(results.ranking) == count:
            every = _now("We start with all %(count)s use cases") % {"count": count}
            return both_or_all(count, _now("We start with both use cases"), every)
        if results is not None and count < len(results.ranking):
            some = _now("We start with %(count)s of %(all)s use cases")
            return some % {"count": count, "all": len(results.ranking)}
        words = ngettext("We start with %(count)s use case", "We start with %(count)s use cases", count)
        return words % {"count": count}
    if results is None:
        return ""
    return ranking_heading(results)


class Ranking(Decides):
    """Shows the current results of the discovery, wherever they were scored. The setting `focus` is the uuid
    of the use case that every screen shows large."""

    key = "ranking"
    label = _("View the ranking")
    description = _("The ranking from the scores, business next to IT, and the largest disagreements.")
    icon = "table"
    needs = BOTH_SIDES
    group = "deciding"
    default_minutes = 20
    template_dir = "lvt/activities/ranking"
    no_effort = "People look and talk."
    material = _("Stage")
    shows = frozenset({Criterion, Hypothesis, UseCase})
    concludes = True
    result_label = _("Current ranking")

    def unready(self, activity: Activity) -> Text:
        return nothing_scored(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return way_to_scoring(activity)

    def on_start(self, activity: Activity, actor: Actor) -> None:
        if FOCUS in activity.settings:  # the room begins with the whole ranking, also in a copy of an agenda
            others = {key: value for key, value in activity.settings.items() if key != FOCUS}
            artifacts.change(activity, settings=others)

    def console(self, activity: Activity) -> dict[str, Any]:
        discovery = activity.track.workshop.discovery
        shared = self.room(activity)
        return {
            **shared,
            **(decision_context(activity, shared["results"]) if shared["results"] else {}),
            "workshop": activity.track.workshop,
            "discovery": discovery,
            "comparison": selectors.compared(selectors.revealed_rounds(discovery)),
        }

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        results = selectors.current_results(activity.track.workshop.discovery)
        return {
            "activity": activity,
            "results": results,
            "focus": focus_of(activity, results),
            "shortlist": shortlist_of(activity),
        }

    def stage_title(self, activity: Activity) -> Text:
        results = selectors.current_results(activity.track.workshop.discovery)
        focus = focus_of(activity, results)
        if focus is not None:
            return focus.ranked.use_case.name
        return title_of(results, shortlist_of(activity))

    def stage_statement(self, activity: Activity) -> str:
        results = selectors.current_results(activity.track.workshop.discovery)
        return "" if focus_of(activity, results) else leader_words(results, shortlist_of(activity))

    def results(self, activity: Activity) -> dict[str, Any] | None:
        results = selectors.current_results(activity.track.workshop.discovery)
        return None if results is None else {"results": results}
