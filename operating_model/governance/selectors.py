"""Governance on its page, in its picture, report and files: bodies, seats, meetings and flows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import if_there
from core.selectors.request_cache import cached_per_request
from discovery import operating_model_headlines
from discovery.models import Discovery
from operating_model.governance_meetings import rules as cadence
from operating_model.models import Body, BodyMember, Flow, GovernanceKind
from operating_model.selectors.organization_bodies import ACROSS, above_words, governed_above, place_above
from operating_model.shipped import EACH_TEAM, SECOND_BODIES, STANDARD_FLOWS, StandardBody
from organizations.actors import Actor
from organizations.models import Team
from organizations.people_and_teams.selectors import allocations_of
from products.selectors.stream_progress import products_now


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of a body: `name` is the name of the person or role, `people` are the person or the holders of
    the role."""

    member: BodyMember
    name: str
    people: tuple[str, ...]

    @property
    def is_role(self) -> bool:
        return self.member.role_id is not None

    @property
    def is_empty(self) -> bool:
        """A role without people."""
        return self.is_role and not self.people


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow with the names of its two ends."""

    flow: Flow
    origin: str
    end: str


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body with its seats, its next meeting (None without one), its escalation, its flows in, and the
    sentences about missing parts. If a domain's own body escalates to no other of its discovery, it
    escalates to the portfolio governance of the organization, where there is one: `escalates_above`."""

    body: Body
    seats: tuple[Seat, ...]
    next_on: date | None
    escalates_to: Body | None
    flows_in: tuple[FlowLine, ...]
    missing: tuple[str, ...]
    escalates_above: bool = False

    @property
    def escalates_words(self) -> str:
        """The body to which it escalates, in words; "" for none."""
        if self.escalates_to is not None:
            return self.escalates_to.name
        return above_words(GovernanceKind.PORTFOLIO) if self.escalates_above else ""

    @property
    def next_at(self) -> datetime | None:
        """The next meeting as a moment, where its time of day is known."""
        return None if self.next_on is None else moment_of(self.body, self.next_on)


@dataclass(frozen=True, slots=True)
class KindLine:
    """The bodies of one type of governance. `is_above`: True if the organization has a body of the type,
    above the bodies of domains; `above` are those bodies, for readers who may look at them."""

    kind: GovernanceKind
    bodies: tuple[BodyLine, ...]
    is_above: bool = False
    above: tuple[BodyLine, ...] = ()

    @property
    def is_across(self) -> bool:
        """True if the type belongs to the organization."""
        return self.kind in ACROSS

    @property
    def second(self) -> StandardBody | None:
        """The body that a large domain adds below the only one of this type; None where the method has
        none."""
        second_bodies = [each for each in SECOND_BODIES if each.kind == self.kind]
        return second_bodies[0] if second_bodies and len(self.bodies) + self.is_above == 1 else None

    @property
    def above_words(self) -> str:
        """The organization's bodies: by their names, if the reader may see these."""
        return ", ".join(line.body.name for line in self.above) or above_words(self.kind)


@dataclass(frozen=True, slots=True)
class FlowAcross:
    """A flow of the method between a body and those `there`: the organization's of this type or, in its own
    discovery, the domain governance of each domain. `is_inward`: to the body."""

    there: GovernanceKind
    body: Body
    what: str
    is_inward: bool


@dataclass(frozen=True, slots=True)
class Governance:
    """The bodies by their type, their flows, and the teams that take part."""

    kinds: tuple[KindLine, ...]
    flows: tuple[FlowLine, ...]
    # Those that own products here, or are the end of a flow; and the names of the products that each
    # builds, by its key.
    teams: tuple[Team, ...]
    builds: Mapping[int, tuple[str, ...]]
    is_of_organization: bool = False

    @property
    def bodies(self) -> list[BodyLine]:
        return [line for kind in self.kinds for line in kind.bodies]

    @property
    def lacks_kinds(self) -> list[GovernanceKind]:
        """The types of which neither this discovery nor the organization has a body."""
        return [line.kind for line in self.kinds if not line.bodies and not line.is_above]

    @property
    def lacks_usual(self) -> bool:
        """True if this discovery has no body of a type of which it has the usual ones."""
        lacking = (line.kind for line in self.kinds if not line.bodies)
        return any((kind in ACROSS) == self.is_of_organization for kind in lacking)

    @property
    def above(self) -> list[KindLine]:
        """The types that the organization governs."""
        return [line for line in self.kinds if line.is_above]

    @property
    def flows_across(self) -> list[FlowAcross]:
        """Flows between bodies of the organization and bodies of a domain, each with a body here: one of the
        same type as the other end, or else of the type that the method names."""
        own = {line.kind: line.bodies for line in self.kinds}
        across = [line.kind for line in self.above]
        if self.is_of_organization:
            across = [GovernanceKind.DOMAIN]
        flows = []
        for flow in STANDARD_FLOWS:
            for there, here, is_inward in ((flow.origin, flow.end, True), (flow.end, flow.origin, False)):
                if there not in across or here in (*across, EACH_TEAM):
                    continue
                kind = GovernanceKind(there)
                for line in own.get(kind) or own.get(GovernanceKind(here), ()):
                    flows.append(FlowAcross(kind, line.body, str(flow.what), is_inward))
        return flows

    @property
    def is_empty(self) -> bool:
        return not self.bodies and not self.flows


def zone_of(body: Body) -> ZoneInfo:
    """Its time zone; UTC when its name is no longer known."""
    try:
        return ZoneInfo(body.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def moment_of(body: Body, day: date) -> datetime | None:
    """The start of a meeting on `day`; None without a time of day."""
    return None if body.at is None else datetime.combine(day, body.at, zone_of(body))


def next_meeting_of(body: Body, *, at: datetime | None = None) -> date | None:
    """The day of its next meeting, today's included; None without a first one, or when all are over. Its time
    zone determines today."""
    if body.first_on is None:
        return None
    today = timezone.localdate(at or timezone.now(), zone_of(body))
    return cadence.next_meeting(body.first_on, body.cadence, today)


@cached_per_request
def governance_of(discovery: Discovery, *, at: datetime | None = None) -> Governance:
    """All bodies and flows of the discovery, in a fixed number of queries, and the types of which the
    organization has bodies above them. `at` is the moment, by default now."""
    bodies = list(discovery.bodies.select_related("escalates_to"))
    by_body = _seats(discovery, bodies)
    flows = _flows(discovery)
    into: dict[int, list[FlowLine]] = defaultdict(list)
    for line in flows:
        if line.flow.to_body_id is not None:
            into[line.flow.to_body_id].append(line)
    circling, is_above = _circling(bodies), governed_above(discovery)
    lines: dict[str, list[BodyLine]] = defaultdict(list)
    for body in bodies:
        above = if_there(body.escalates_to)
        seats = tuple(by_body[body.pk])
        next_on = next_meeting_of(body, at=at)
        missing = tuple(_missing_parts(body, seats, next_on, body.pk in circling))
        goes_above = above is None and GovernanceKind.PORTFOLIO in is_above
        flows_in = tuple(into[body.pk])
        lines[body.kind].append(BodyLine(body, seats, next_on, above, flows_in, missing, goes_above))
    is_whole = discovery.is_of_organization
    kinds = tuple(
        KindLine(kind, tuple(lines[kind]), kind in is_above)
        for kind in GovernanceKind
        if lines[kind] or not is_whole or kind in ACROSS
    )
    builds = _builds(discovery)
    return Governance(kinds, tuple(flows), tuple(_teams(builds, flows)), builds, is_whole)


def governance_seen(actor: Actor, discovery: Discovery) -> tuple[Governance, Discovery | None]:
    """The same, with the bodies of the organization, and the discovery in which these are, None where the
    actor may not look at it."""
    governance, place = governance_of(discovery), place_above(actor, discovery)
    if place is None:
        return governance, None
    there = {line.kind: line.bodies for line in governance_of(place).kinds}
    kinds = (replace(line, above=there.get(line.kind, ())) for line in governance.kinds)
    return replace(governance, kinds=tuple(kinds)), place


def body_line(body: Body, *, at: datetime | None = None) -> BodyLine:
    """One body of `governance_of`. Raises LookupError for a body in the trash."""
    for line in governance_of(body.discovery, at=at).bodies:
        if line.body.pk == body.pk:
            return line
    raise LookupError("the body is in the trash")


def _seats(discovery: Discovery, bodies: Iterable[Body]) -> Mapping[int, list[Seat]]:
    """Seats by body, the one that leads first. People and roles in the trash have no seat until they come
    back. In a body of the organization, people sit who fill the role in any of its domains."""
    filling: dict[int, list[str]] = defaultdict(list)
    rows = allocations_of(discovery.domain.organization)
    for allocation in rows.order_by("person__name", "domain__name", "pk"):
        if discovery.is_of_organization and allocation.domain is not None:
            of_domain = {"person": allocation.person.name, "domain": allocation.domain}
            filling[allocation.role_id].append(_("%(person)s (%(domain)s)") % of_domain)
        elif allocation.domain_id in (None, discovery.domain_id):
            filling[allocation.role_id].append(allocation.person.name)
    seats: dict[int, list[Seat]] = defaultdict(list)
    members = BodyMember.objects.filter(body__in=list(bodies)).select_related("person", "role", "body")
    for member in members.order_by("-is_chair", "pk"):
        one = member.person or member.role
        if one is None or one.deleted_at is not None:
            continue
        people = tuple(filling[member.role_id]) if member.role_id is not None else ()
        seats[member.body_id].append(Seat(member, one.name, people))
    return seats


def _flows(discovery: Discovery) -> list[FlowLine]:
    """Flows whose two ends are there. A flow of something in the trash waits until that comes back."""
    rows = Flow.objects.filter(discovery=discovery)
    lines = []
    for flow in rows.select_related("from_body", "from_team", "to_body", "to_team"):
        origin, end = flow.from_body or flow.from_team, flow.to_body or flow.to_team
        if origin is None or end is None or origin.deleted_at is not None or end.deleted_at is not None:
            continue
        lines.append(FlowLine(flow, origin.name, end.name))
    return lines


def product_teams(discovery: Discovery) -> QuerySet[Team]:
    """The teams that build the products of the discovery."""
    return Team.objects.filter(pk__in=_builds(discovery))


def _builds(discovery: Discovery) -> Mapping[int, tuple[str, ...]]:
    builds: dict[int, list[str]] = defaultdict(list)
    for product in products_now(discovery):
        if product.team_id is not None:
            builds[product.team_id].append(product.name)
    return {team: tuple(names) for team, names in builds.items()}


def _teams(builds: Mapping[int, tuple[str, ...]], flows: Iterable[FlowLine]) -> list[Team]:
    keys = set(builds)
    for line in flows:
        keys |= {key for key in (line.flow.from_team_id, line.flow.to_team_id) if key is not None}
    return list(Team.objects.filter(pk__in=keys))


def _circling(bodies: Iterable[Body]) -> set[int]:
    """The bodies whose escalation comes back to themselves."""
    above = {body.pk: body.escalates_to_id for body in bodies}
    circling = set()
    for start in above:
        path, current = {start}, above[start]
        while current is not None and current not in path:
            path.add(current)
            current = above.get(current)
        if current == start:
            circling.add(start)
    return circling


def _missing_parts(body: Body, seats: tuple[Seat, ...], next_on: date | None, circles: bool) -> Iterable[str]:
    if not seats:
        yield _("No members yet.")
    elif not any(seat.member.is_chair for seat in seats):
        yield _("No chair yet.")
    for seat in seats:
        if seat.is_empty:
            yield _("The role %(role)s isn’t filled.") % {"role": seat.name}
    if not body.cadence:
        yield _("No meeting frequency yet.")
    if body.first_on is None:
        yield _("No first meeting yet.")
    elif next_on is None:
        yield _("No further meetings.")
    if not body.decision_rights:
        yield _("No decision rights yet.")
    if circles:
        yield _("Its escalation path leads back to itself.")


def across_words(governance: Governance, kind: GovernanceKind) -> str:
    """A name for the bodies on the other side: the bodies of each domain, or the organization's."""
    if governance.is_of_organization:
        return _("each domain")
    return next((line.above_words for line in governance.above if line.kind == kind), above_words(kind))


def people_in(line: BodyLine) -> list[str]:
    """The names of the people in a body, in the order of their seats, each once."""
    names: dict[str, None] = {}
    for seat in line.seats:
        names.update(dict.fromkeys(seat.people or (seat.name,)))
    return list(names)


def governance_title(discovery: Discovery, governance: Governance) -> str:
    """The title of the bodies of the discovery's domain (discovery.operating_model_headlines); "" without
    any."""
    bodies = [(line.body.name, len(people_in(line)), line.body.decision_rights) for line in governance.bodies]
    return operating_model_headlines.governance(bodies=bodies, domain=discovery.domain.name)
