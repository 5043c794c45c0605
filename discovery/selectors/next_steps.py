"""The one thing that a discovery's overview leads to: the first gap on the way to the handover; once a
version is handed over, what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import Text
from discovery.models import DeltaVisit, Discovery, HandoverVersion
from discovery.models.discovery import PhaseKind, StreamKind
from discovery.models.outcomes import ActionState
from discovery.registries import Checkpoint
from discovery.selectors.captures import ActionFilter, actions_of
from discovery.selectors.discoveries import Overview
from discovery.selectors.learnings import learnings_of
from discovery.selectors.section_reviews import review_of
from discovery.selectors.versions import newest_of


@dataclass(frozen=True, slots=True)
class NextStep:
    """`place` is where in the process it belongs, `missing` says in a sentence why it is next; `url` and
    `step` are the link there and its words."""

    place: Text
    label: Text
    missing: Text
    url: str
    step: Text


def next_step(discovery: Discovery, overview: Overview) -> NextStep | None:
    """What comes next in the discovery of this overview; None when nothing is left to do.

    What was frozen was frozen knowing its gaps. So once a version is, gaps lead nowhere any more; what
    follows is the review of the next version, if somebody is asked, then what the handover is for.
    """
    version = newest_of(discovery)
    if version is not None:
        return next(_after(discovery, version), None)
    if overview.next is None:
        return None
    standing = overview.next.standing
    checkpoint = overview.next.checkpoint
    return NextStep(_place(checkpoint), checkpoint.label, standing.missing, standing.url, standing.step)


def _place(checkpoint: Checkpoint) -> str:
    phase = str(PhaseKind(checkpoint.phase).label)
    if not checkpoint.stream:
        return phase
    return _("%(phase)s, %(stream)s") % {"phase": phase, "stream": StreamKind(checkpoint.stream).label}


def _after(discovery: Discovery, version: HandoverVersion) -> Iterator[NextStep]:
    """What follows a version, in order."""
    review = review_of(discovery)
    if review.objections or review.outstanding:
        missing = _("Changes are wanted.") if review.objections else _("Not everybody has answered.")
        url = reverse("discovery:handover_review", args=[discovery.slug])
        words = _("Review of version %(number)s") % {"number": review.number}
        yield NextStep(PhaseKind.HANDOVER.label, words, missing, url, _("See the review"))
    place = _("After version %(number)s was handed over") % {"number": version.number}
    if not learnings_of(discovery).exists():
        url = reverse("discovery:discovery_why", args=[discovery.slug]) + "#learnings-title"
        missing = _("The next discoveries start from what this one learned, and nothing is written down yet.")
        yield NextStep(place, _("What you learned"), missing, url, _("Add what you learned"))
    actions = actions_of(discovery, ActionFilter(ActionState.OPEN.value))
    if actions:
        overdue = sum(row.is_overdue for row in actions)
        words = ngettext("%(count)s action is open.", "%(count)s actions are open.", len(actions))
        missing = words % {"count": len(actions)}
        if overdue:
            late = ngettext("%(count)s of them is overdue.", "%(count)s of them are overdue.", overdue)
            missing = f"{missing} {late % {'count': overdue}}"
        url = reverse("discovery:discovery_actions", args=[discovery.slug])
        yield NextStep(place, _("Open actions"), missing, url, _("Follow them up"))
    visit = DeltaVisit.objects.filter(discovery=discovery).last()
    if visit is not None and visit.held_on <= timezone.localdate(version.frozen_at):
        missing = _("Nobody has looked again since how far the domain is.")
        url = reverse("discovery:discovery_delta", args=[discovery.slug])
        yield NextStep(place, _("Data Mesh delta, revisited"), missing, url, _("Visit it again"))
