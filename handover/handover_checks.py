"""This app's checks before a discovery is handed over."""

from collections.abc import Callable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from discovery.checklist import MissingPiece
from discovery.models import Discovery, StreamKind
from handover.findings.selectors import handover_of
from handover.readiness import ReadinessItem
from handover.registries import readiness
from handover.section_reviews.selectors import review_of, title_of
from workshops.models import ActionState
from workshops.policies import UNDER_WAY
from workshops.workshop.selectors import workshops_in

Check = Callable[[Discovery], Iterator[MissingPiece]]


def register_own() -> None:
    """Register the checks of this app."""
    for key, label, order, check in (
        ("workshops_over", gettext_lazy("End of all workshops"), 10, workshops_over),
        ("findings", gettext_lazy("Findings and their evidence"), 20, findings),
        ("recommendations", gettext_lazy("Recommendations"), 30, recommendations),
        ("actions", gettext_lazy("Owner and date of each action"), 40, actions),
        ("questions", gettext_lazy("Open questions"), 50, questions),
        ("parking_lot", gettext_lazy("Parking lot"), 60, parking_lot),
        ("review", gettext_lazy("Review of the report"), 90, review),
    ):
        readiness.register(ReadinessItem(key, label, order, _listed(check)))
    for stream in StreamKind:
        of_stream = _listed(partial(findings_of_stream, stream))
        words = gettext_lazy("Findings of this stream")
        readiness.register(ReadinessItem(f"findings-{stream.value}", words, 20, of_stream, stream.value))


def _listed(check: Check) -> Callable[[Discovery], list[MissingPiece]]:
    return lambda discovery: list(check(discovery))


def workshops_over(discovery: Discovery) -> Iterator[MissingPiece]:
    """No workshop is live or paused."""
    for workshop in workshops_in(discovery):
        if workshop.state not in UNDER_WAY:
            continue
        url = reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
        yield MissingPiece(_("“%(name)s” is under way.") % {"name": workshop}, url, is_grave=True)


def findings(discovery: Discovery) -> Iterator[MissingPiece]:
    """Checks that there is a finding, and that each has evidence."""
    url = reverse("handover:handover", args=[discovery.slug])
    lines = handover_of(discovery).findings
    if not lines:
        yield MissingPiece(_("No findings yet."), f"{url}#findings", is_grave=True)
    for line in lines:
        if not line.finding.has_evidence:
            words = _("“%(finding)s” has no evidence.") % {"finding": line.finding}
            yield MissingPiece(words, f"{url}#finding-{line.finding.uuid}")


def findings_of_stream(stream: StreamKind, discovery: Discovery) -> Iterator[MissingPiece]:
    """Each stream found something."""
    if not any(line.finding.stream == stream for line in handover_of(discovery).findings):
        url = reverse("handover:handover", args=[discovery.slug])
        yield MissingPiece(_("No findings for this stream yet."), f"{url}#findings")


def recommendations(discovery: Discovery) -> Iterator[MissingPiece]:
    """There is at least one; each rests on a finding, and an action carries it out."""
    url = reverse("handover:handover", args=[discovery.slug])
    lines = handover_of(discovery).recommendations
    if not lines:
        yield MissingPiece(_("No recommendations yet."), f"{url}#recommendations", is_grave=True)
    for line in lines:
        name = {"recommendation": line.recommendation}
        here = f"{url}#recommendation-{line.recommendation.uuid}"
        if not line.findings:
            yield MissingPiece(
                _("“%(recommendation)s” isn’t based on a finding.") % name, here, is_grave=True
            )
        if not line.actions:
            yield MissingPiece(_("“%(recommendation)s” has no action.") % name, here)


def actions(discovery: Discovery) -> Iterator[MissingPiece]:
    """Checks that each open action has an owner and a due date, for the people who take over."""
    url = reverse("discovery:discovery_actions", args=[discovery.slug])
    for row in handover_of(discovery).actions:
        if row.action.state != ActionState.OPEN:
            continue
        name = {"action": row.action}
        here = f"{url}#action-{row.action.uuid}"
        if not row.action.responsible:
            yield MissingPiece(_("“%(action)s” has no owner.") % name, here, is_grave=True)
        elif row.action.is_left_behind:
            words = _("“%(action)s” is assigned to %(person)s, who is no longer here.")
            person = row.action.responsible_name
            yield MissingPiece(words % {**name, "person": person}, here, is_grave=True)
        if row.action.due is None:
            yield MissingPiece(_("“%(action)s” has no date.") % name, here)
        elif row.is_overdue:
            yield MissingPiece(_("“%(action)s” is overdue.") % name, here)


def questions(discovery: Discovery) -> Iterator[MissingPiece]:
    """Warns about open questions, which do not block a handover."""
    count = len(handover_of(discovery).questions)
    if count:
        words = ngettext("%(count)s question is open.", "%(count)s questions are open.", count)
        yield MissingPiece(
            words % {"count": count}, reverse("discovery:discovery_questions", args=[discovery.slug])
        )


def parking_lot(discovery: Discovery) -> Iterator[MissingPiece]:
    """Parked items that are neither settled nor handed over knowingly."""
    count = len(handover_of(discovery).parked)
    if count:
        words = ngettext(
            "%(count)s item in the parking lot isn’t settled.",
            "%(count)s items in the parking lot aren’t settled.",
            count,
        )
        yield MissingPiece(
            words % {"count": count}, reverse("discovery:discovery_parking_lot", args=[discovery.slug])
        )


def review(discovery: Discovery) -> Iterator[MissingPiece]:
    """Checks that someone was asked, everyone answered, and no one wants changes. After a version was
    frozen, its own round counts until someone is asked about the next version."""
    url = reverse("handover:handover_review", args=[discovery.slug])
    reviewed = review_of(discovery)
    if not reviewed.reviews and reviewed.number > 1:
        yield from _review_before(discovery, reviewed.number - 1)
        return
    if not reviewed.reviews:
        yield MissingPiece(_("No one was asked to review the report."), url)
    for each in reviewed.objections:
        words = _("%(person)s requested changes in “%(section)s”.")
        yield MissingPiece(words % _of(each.reviewer, each.section), url, is_grave=True)
    for each in reviewed.outstanding:
        words = _("%(person)s hasn’t answered for “%(section)s” yet.")
        yield MissingPiece(words % _of(each.reviewer, each.section), url)


def _review_before(discovery: Discovery, number: int) -> Iterator[MissingPiece]:
    """The gaps in the review of the version `number` when it was frozen."""
    reviewed = review_of(discovery, number)
    url = reverse("handover:handover_versions", args=[discovery.slug])
    if not reviewed.reviews:
        words = _("No one was asked to review version %(number)s before it was frozen.")
        ask = reverse("handover:handover_review", args=[discovery.slug])
        yield MissingPiece(words % {"number": number}, ask)
    for each in reviewed.objections:
        words = _("Version %(number)s was frozen although %(person)s had requested changes in “%(section)s”.")
        yield MissingPiece(words % {"number": number, **_of(each.reviewer, each.section)}, url, is_grave=True)
    for each in reviewed.outstanding:
        words = _("Version %(number)s was frozen before %(person)s answered for “%(section)s”.")
        yield MissingPiece(words % {"number": number, **_of(each.reviewer, each.section)}, url)


def _of(person: str, section: str) -> dict[str, str]:
    return {"person": person, "section": str(title_of(section))}
