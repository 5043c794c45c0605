"""Deciding the shortlist in the ranking itself, on the console: ticks on its rows, and the words below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from lvt.forms.shortlist import ShortlistForm
from lvt.models import UseCase
from lvt.selectors.results import Results
from lvt.selectors.shortlist import Shortlist, proposed, shortlist_in, shortlist_of
from workshops.models import Activity, Decision


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the console draws below a ranking: the `form`; the uuids of the use cases that are `ticked`; the
    use cases that are `unranked`; and `before`, the shortlist that holds in the workshop. `key` changes when
    the rows or that shortlist do."""

    form: ShortlistForm
    ticked: frozenset[str]
    unranked: tuple[UseCase, ...]
    before: Shortlist | None
    key: str


def deciding(activity: Activity, results: Results | None, sent: Any = None) -> Deciding:
    """The decision that `activity` offers below `results`; with what was `sent`, the form is bound to it.

    Its ticks begin with the shortlist of the workshop, else with what the ranking proposes. The form's uuid
    follows from the decisions that were made in the activity so far, undone ones included, so that all
    consoles draw the same form, and the next decision has another uuid.
    """
    workshop = activity.track.workshop
    ranked = tuple(each.use_case for each in results.ranking) if results else ()
    others = UseCase.objects.filter(discovery=workshop.discovery).exclude(pk__in=[each.pk for each in ranked])
    unranked = tuple(others)
    before = shortlist_of(activity) or shortlist_in(workshop)
    made = Decision.everything.filter(activity=activity).count()
    initial: dict[str, object] = {"uuid": uuid5(activity.uuid, str(made))}
    if before is not None:
        decision = before.decision
        initial |= {
            "reason": decision.reason,
            "decided_by": decision.decided_by,
            "dissent": decision.dissent,
        }
    form = ShortlistForm(ranked + unranked, sent, initial=initial, auto_id="deciding_%s")
    begins_with = before.use_cases if before is not None else proposed(results) if results else ()
    ticked = form["use_cases"].value() if form.is_bound else [str(each.uuid) for each in begins_with]
    rows = ",".join(f"{each.uuid}:{each.revision}" for each in ranked + unranked)
    rounds = ",".join(str(each.uuid) for each in results.rounds) if results else ""
    key = uuid5(activity.uuid, f"{made} {before.decision.uuid if before else ''} {rounds} {rows}")
    return Deciding(form, frozenset(ticked or ()), unranked, before, key.hex[:12])
