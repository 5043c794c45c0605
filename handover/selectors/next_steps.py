"""Next steps after a version was handed over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from discovery.models import Discovery, PhaseKind
from discovery.registries import NextStep
from handover.section_reviews.selectors import review_of
from handover.versions.selectors import newest_of
from process.learnings.selectors import learnings_of
from process.models import DeltaVisit
from workshops.models import ActionState
from workshops.results.quick_captures.selectors import ActionFilter, actions_of


def is_handed_over(discovery: Discovery) -> bool:
    """True if a version is frozen."""
    return newest_of(discovery) is not None


def next_steps(discovery: Discovery) -> Iterator[NextStep]:
    """Next steps after the newest version, in order; none before the first."""
    version = newest_of(discovery)
    if version is None:
        return
    review = review_of(discovery)
    if review.objections or review.outstanding:
        missing = review.objection_words or _("Not everyone has answered.")
        url = reverse("handover:handover_review", args=[discovery.slug])
        words = _("Review of version %(number)s") % {"number": review.number}
        yield NextStep(PhaseKind.HANDOVER.label, words, missing, url, _("See the review"))
    place = _("After the handover of version %(number)s") % {"number": version.number}
    if not learnings_of(discovery).exists():
        url = reverse("process:discovery_learnings", args=[discovery.slug])
        missing = _("No lessons learned yet. Add some, so that the next discoveries can build on them.")
        yield NextStep(place, _("Lessons learned"), missing, url, _("Add lessons learned"))
    actions = actions_of(discovery, ActionFilter(ActionState.OPEN.value))
    if actions:
        overdue = sum(row.is_overdue for row in actions)
        words = ngettext("%(count)s action is open.", "%(count)s actions are open.", len(actions))
        missing = words % {"count": len(actions)}
        if overdue:
            late = ngettext("%(count)s of them is overdue.", "%(count)s of them are overdue.", overdue)
            missing = f"{missing} {late % {'count': overdue}}"
        url = reverse("discovery:discovery_actions", args=[discovery.slug])
        yield NextStep(place, _("Open actions"), missing, url, _("Follow up"))
    visit = DeltaVisit.objects.filter(discovery=discovery).last()
    if visit is not None and visit.held_on <= timezone.localdate(version.frozen_at):
        missing = _("The Data Mesh delta hasn’t been revisited since.")
        url = reverse("process:discovery_delta", args=[discovery.slug])
        yield NextStep(place, _("Data Mesh delta, revisited"), missing, url, _("Revisit it"))
