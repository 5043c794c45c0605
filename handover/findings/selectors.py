"""Selectors of the handover: findings, recommendations with their findings and actions,
what is to do by stream, and what is still open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.grouping import grouped
from core.labels import Text
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery, Stream, StreamKind
from handover.models import Finding, Recommendation, RecommendationAction, RecommendationFinding
from workshops.models import ActionItem, ActionState, ParkingLotItem, Question
from workshops.results.quick_captures.selectors import ActionRow, actions_of


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with the recommendations that rest on it."""

    finding: Finding
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation, the findings behind it, and the actions that carry it out."""

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    actions: tuple[ActionItem, ...]

    @property
    def basis(self) -> str:
        """The findings behind it, each with a remark if it has no evidence; "" without any."""
        return "; ".join(
            each.title if each.has_evidence else _("%(title)s (no evidence yet)") % {"title": each.title}
            for each in self.findings
        )

    @property
    def next_action(self) -> ActionItem | None:
        """The first of its actions that is still to do; None without one."""
        return next((each for each in self.actions if each.state == ActionState.OPEN), None)

    @property
    def unproven(self) -> str:
        """The findings behind it without evidence; "" if all have it."""
        return "; ".join(each.title for each in self.findings if not each.has_evidence)

    @property
    def is_proven(self) -> bool:
        """Return True if a finding behind it has evidence."""
        return any(each.has_evidence for each in self.findings)


@dataclass(frozen=True, slots=True)
class StreamActions:
    """The actions of a stream by due date, `name` "" for those of none; `open` counts what is to do."""

    key: str
    name: Text
    rows: tuple[ActionRow, ...]

    @property
    def open(self) -> int:
        return sum(row.action.state == ActionState.OPEN for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Handover:
    """All that the page of the handover lists."""

    findings: tuple[FindingLine, ...]
    recommendations: tuple[RecommendationLine, ...]
    actions: tuple[ActionRow, ...]
    streams: tuple[StreamActions, ...]
    questions: tuple[Question, ...]
    parked: tuple[ParkingLotItem, ...]

    @property
    def overdue(self) -> frozenset[int]:
        """The primary keys of the overdue actions."""
        return frozenset(row.action.pk for row in self.actions if row.is_overdue)

    @property
    def is_empty(self) -> bool:
        return not any((self.findings, self.recommendations, self.streams, self.questions, self.parked))


@cached_per_request
def handover_of(discovery: Discovery) -> Handover:
    """Findings and recommendations in the order that was given to them, all actions, and the questions and
    parked items that are open; seven queries."""
    findings = list(Finding.objects.filter(discovery=discovery))
    recommendations = list(Recommendation.objects.filter(discovery=discovery))
    rests, leads = _because(findings, recommendations)
    actions = actions_of(discovery)
    doing: dict[int, list[ActionItem]] = defaultdict(list)
    links = RecommendationAction.objects.filter(
        recommendation__in=recommendations, action__deleted_at=None
    ).select_related("action__owner")
    for link in links.order_by("action__due", "action__pk"):
        doing[link.recommendation_id].append(link.action)
    return Handover(
        tuple(FindingLine(each, tuple(leads[each.pk])) for each in findings),
        tuple(
            RecommendationLine(each, tuple(rests[each.pk]), tuple(doing[each.pk])) for each in recommendations
        ),
        tuple(actions),
        tuple(by_stream(actions)),
        tuple(open_questions(discovery)),
        tuple(ParkingLotItem.objects.filter(discovery=discovery, is_settled=False)),
    )


def open_questions(discovery: Discovery) -> Iterable[Question]:
    """Those without an answer."""
    return Question.objects.filter(discovery=discovery, answer="")


def _because(
    findings: list[Finding], recommendations: list[Recommendation]
) -> tuple[dict[int, list[Finding]], dict[int, list[Recommendation]]]:
    """Findings of each recommendation, and recommendations of each finding."""
    findings_by_key = {each.pk: each for each in findings}
    recommended = {each.pk: each for each in recommendations}
    rests: dict[int, list[Finding]] = defaultdict(list)
    leads: dict[int, list[Recommendation]] = defaultdict(list)
    links = RecommendationFinding.objects.filter(recommendation__in=recommendations, finding__in=findings)
    for link in links.order_by("finding__position", "recommendation__position", "pk"):
        rests[link.recommendation_id].append(findings_by_key[link.finding_id])
        leads[link.finding_id].append(recommended[link.recommendation_id])
    return rests, leads


def by_stream(rows: Iterable[ActionRow]) -> list[StreamActions]:
    """The streams that have something to do, in the order of the process; what belongs to none comes last."""
    groups = grouped(rows, lambda row: row.action.stream)
    order = [(kind.value, kind.label) for kind in StreamKind] + [("", "")]
    return [StreamActions(key, name, tuple(groups[key])) for key, name in order if groups[key]]


def streams_of(discovery: Discovery) -> list[StreamKind]:
    """The streams that the discovery runs; a short form has none."""
    kinds = set(Stream.objects.filter(phase__discovery=discovery).values_list("kind", flat=True))
    return [kind for kind in StreamKind if kind in kinds]
