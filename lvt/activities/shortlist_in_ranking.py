"""Deciding the shortlist in the ranking itself, on the console: ticks on its rows, and the words below."""

import json
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from uuid import uuid5

from core.models import Artifact
from discovery.models import Discovery
from lvt.models import UseCase
from lvt.registries import line_costs
from lvt.selectors.ranking_results import Results
from lvt.selectors.unheard_sides import unheard
from lvt.shortlist.forms import ShortlistForm
from lvt.shortlist.selectors import Shortlist, proposed_shortlist, shortlist_in, shortlist_of
from lvt.use_cases.selectors import stopped_in
from workshops.activity_kind import ActivityKind
from workshops.models import Activity, Decision


class Decides(ActivityKind):
    """A kind of activity whose console offers the decision."""

    def follows(self) -> frozenset[type[Artifact]]:
        return self.shows.union(*(costs.models for costs in line_costs))


@dataclass(frozen=True, slots=True)
class Deciding:
    """The decision that the console draws below a ranking: the `form`, with so many `rows`; the uuids of the
    use cases that are `ticked`; the use cases that are `unranked`; and `before`, the current shortlist of the
    workshop. `key` changes when the rows or that shortlist do. `unheard` has sentences on sides that are
    missing for use cases. The cut line begins with so many places `above` it, of `most`. `needs` is JSON for
    the script: for each use case what has to be built (registries.BuildItem), as person-weeks by its key; ""
    where nothing has to be."""

    form: ShortlistForm
    rows: int
    ticked: frozenset[str]
    unranked: tuple[UseCase, ...]
    before: Shortlist | None
    key: str
    unheard: tuple[str, ...] = ()
    above: int = 0
    most: int = 0
    needs: str = ""


def decision_context(activity: Activity, results: Results | None) -> dict[str, Any]:
    """Context of the decision for the console of a kind. The button in the bar opens it, and the one in the
    form opens it again."""
    decision = deciding(activity, results)
    button = None if decision.before or not decision.rows else "lvt/prioritization/parts/decide.html"
    return {"deciding": decision, "submit_template": button}


def deciding(activity: Activity, results: Results | None, data: Any = None) -> Deciding:
    """The decision that `activity` offers below `results`; with what was `data`, the form is bound to it.

    Its ticks begin with the shortlist of the workshop, else with what the ranking proposes. The form's uuid
    follows from the decisions that were made in the activity so far, undone ones included, so that all
    consoles draw the same form, and the next decision has another uuid.
    """
    workshop = activity.track.workshop
    ranked = tuple(each.use_case for each in results.ranking) if results else ()
    others = UseCase.objects.filter(discovery=workshop.discovery).exclude(pk__in=[each.pk for each in ranked])
    unranked = tuple(others)
    before = shortlist_of(activity) or shortlist_in(workshop)
    count = Decision.everything.filter(activity=activity).count()
    initial: dict[str, object] = {"uuid": uuid5(activity.uuid, str(count))}
    if before is not None:
        decision = before.decision
        initial |= {
            "reason": decision.reason,
            "decided_by": decision.decided_by,
            "dissent": decision.dissent,
        }
    form = ShortlistForm(ranked + unranked, data, initial=initial, auto_id="deciding_%s")
    if before is not None:
        begins_with = before.use_cases
    else:
        begins_with = proposed_shortlist(results, stopped_in(workshop.discovery)) if results else ()
    ticked = form["use_cases"].value() if form.is_bound else [str(each.uuid) for each in begins_with]
    every = ranked + unranked
    rows = ",".join(f"{each.uuid}:{each.revision}" for each in every)
    rounds = ",".join(str(each.uuid) for each in results.rounds) if results else ""
    needs = _needs(workshop.discovery)
    key = uuid5(activity.uuid, f"{count} {before.decision.uuid if before else ''} {rounds} {rows} {needs}")
    warnings = unheard(results) if results else ()
    ticked_keys = frozenset(ticked or ())
    ranked_keys = [str(each.use_case.uuid) for each in results.ranking if each.rank] if results else []
    above = sum(1 for _each in takewhile(ticked_keys.__contains__, ranked_keys))
    return Deciding(
        form,
        len(every),
        ticked_keys,
        unranked,
        before,
        key.hex[:12],
        warnings,
        above,
        len(ranked_keys),
        needs,
    )


def _needs(discovery: Discovery) -> str:
    weeks = {
        str(use_case): {each.key: None if each.weeks is None else float(each.weeks) for each in items}
        for costs in line_costs
        for use_case, items in costs.needs(discovery).items()
        if items
    }
    return json.dumps(weeks) if weeks else ""
