"""The agenda of a body's next meeting, from the records of the discovery.

Portfolio governance looks at bets by their measures, domain governance at use cases, products and ownership,
technology governance at red fitness functions and gaps of the platform; all of them at decisions that are due
for review, at overdue actions, and at topics from others. A body of the organization looks at the domains
that the reader may see.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from operating_model.governance.selectors import BodyLine, across_words, governance_of
from operating_model.models import Body, GovernanceKind, GuardrailState
from operating_model.web.agenda_points import AgendaPoint, AgendaTopic, point_of
from operating_model.web.domain_agenda_points import domain_points
from operating_model.web.portfolio_agenda_points import portfolio_points
from operating_model.web.technology_agenda_points import technology_points
from organizations.actors import Actor
from workshops.agenda.timeline.strip import Strip, strip_of
from workshops.agenda.timeline.timeline_layout import scale_of
from workshops.models import ActionItem, ActionState
from workshops.results.decisions.selectors import decisions_to_review

# A body without a rhythm of meetings talks about topics that are due within so many days.
_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A point in the timeline of a meeting; without a point, minutes that are still open. `starts_at` is None
    where the time of the meeting isn't known; `height` is its least height, in rem."""

    point: AgendaPoint | None
    minutes: int
    starts_at: datetime | None
    height: float


@dataclass(frozen=True, slots=True)
class BodyAgenda:
    """The agenda of a body's next meeting (None: no date)."""

    line: BodyLine
    points: tuple[AgendaPoint, ...]

    @property
    def minutes(self) -> int:
        """The duration of all points together."""
        return sum(point.minutes for point in self.points)

    @property
    def is_too_long(self) -> bool:
        return self.minutes > self.line.body.minutes

    @property
    def ends_at(self) -> datetime | None:
        """The end of the meeting, where its time of day is known."""
        return self._moment(self.line.body.minutes)

    @property
    def rows(self) -> tuple[AgendaRow, ...]:
        """The points one after the other, and last the minutes of the meeting that are open."""
        open_minutes = self.line.body.minutes - self.minutes
        parts: list[tuple[AgendaPoint | None, int]] = [(point, point.minutes) for point in self.points]
        if parts and open_minutes > 0:
            parts.append((None, open_minutes))
        scale = scale_of([minutes for _point, minutes in parts])
        rows, past = [], 0
        for point, minutes in parts:
            rows.append(AgendaRow(point, minutes, self._moment(past), scale.height(minutes)))
            past += minutes
        return tuple(rows)

    @property
    def strip(self) -> Strip:
        return strip_of(
            (row.minutes, "operating_model" if row.point else "", row.point.title if row.point else "")
            for row in self.rows
        )

    def _moment(self, minutes: int) -> datetime | None:
        """The moment so many minutes after the start."""
        start = self.line.next_at
        return None if start is None else start.astimezone(UTC) + timedelta(minutes=minutes)


def agenda_of(line: BodyLine, *, actor: Actor | None = None, today: date | None = None) -> BodyAgenda:
    """The agenda of the body's next meeting, from the current records, without points that have no items. For
    a body of the organization it includes items of the domains that the `actor` may see; without an actor,
    none of them. The points of technology take more queries for each domain."""
    today = today or timezone.localdate()
    discovery = line.body.discovery
    until = line.next_on or today + _AHEAD
    kind = GovernanceKind(line.body.kind)
    around = _around(discovery, actor)
    points = [_from_others(line), *_POINTS[kind]([discovery, *around], today)]
    points += [_decisions(line.body, kind, until), _late(discovery, kind, today)]
    return BodyAgenda(line, tuple(point for point in points if point is not None))


def _around(discovery: Discovery, actor: Actor | None) -> Sequence[Discovery]:
    """The discoveries of domains that the actor may see, for a body of the organization."""
    if actor is None or not discovery.is_of_organization:
        return ()
    rows = visible_discoveries(actor, discovery.domain.organization).filter(domain__is_whole=False)
    return tuple(rows.select_related("domain__organization").order_by("domain__name", "name", "pk"))


# --- For every body -------------------------------------------------------------------------------


def _from_others(line: BodyLine) -> AgendaPoint | None:
    governance = governance_of(line.body.discovery)
    inward = [each for each in governance.flows_across if each.is_inward and each.body.pk == line.body.pk]
    topics = [(flow.flow.what, flow.origin) for flow in line.flows_in]
    topics += [(flow.what, across_words(governance, flow.there)) for flow in inward]
    url = reverse("operating_model:governance", args=[line.body.discovery.slug])
    return point_of(
        "brought",
        _("Topics from others"),
        _("What is new since the last meeting?"),
        (AgendaTopic(what, _("from %(origin)s") % {"origin": origin}, url) for what, origin in topics),
    )


def _streams(kind: GovernanceKind) -> tuple[str, ...]:
    """The streams whose decisions and actions a body looks at; empty for all of them."""
    if kind == GovernanceKind.TECHNOLOGY:
        return ("tech",)
    return ("product", "operating_model", "") if kind == GovernanceKind.DOMAIN else ()


def _decisions(body: Body, kind: GovernanceKind, until: date) -> AgendaPoint | None:
    """Decisions of its streams, and those on which a guardrail is based that the body agreed to."""
    rows = decisions_to_review(body.discovery, until)
    if streams := _streams(kind):
        agreed = body.guardrails.filter(state=GuardrailState.AGREED).exclude(decision=None)
        rows = rows.filter(Q(stream__in=streams) | Q(pk__in=agreed.values("decision")))
    url = reverse("discovery:discovery_decisions", args=[body.discovery.slug])
    return point_of(
        "decisions",
        _("Decisions to review"),
        _("Do they still hold?"),
        (
            AgendaTopic(
                row.title,
                (_("review due since %(day)s") if row.is_review_due else _("review due on %(day)s"))
                % {"day": _day(row.review_on)},
                url,
            )
            for row in rows
        ),
    )


def _late(discovery: Discovery, kind: GovernanceKind, today: date) -> AgendaPoint | None:
    rows = ActionItem.objects.filter(discovery=discovery, state=ActionState.OPEN, due__lt=today)
    if streams := _streams(kind):
        rows = rows.filter(stream__in=streams)
    url = reverse("discovery:discovery_actions", args=[discovery.slug])
    return point_of(
        "actions",
        _("Overdue actions"),
        _("What’s blocking them, and who can help?"),
        (
            AgendaTopic(
                row.title,
                _("%(owner)s, was due on %(day)s")
                % {"owner": row.responsible or _("No owner"), "day": _day(row.due)},
                url,
                "warn",
            )
            for row in rows.select_related("owner").order_by("due", "pk")
        ),
    )


def _day(day: date | None) -> str:
    return formats.date_format(day) if day is not None else "–"


_POINTS: dict[GovernanceKind, Callable[[Sequence[Discovery], date], Iterable[AgendaPoint | None]]] = {
    GovernanceKind.PORTFOLIO: portfolio_points,
    GovernanceKind.DOMAIN: domain_points,
    GovernanceKind.TECHNOLOGY: technology_points,
}
