"""The teams around a discovery, today and tomorrow, and the changes between the two."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

from core.grouping import grouped
from core.labels import Text, by_name
from core.selectors.request_cache import cached_per_request
from discovery import operating_model_headlines
from discovery.models import Discovery
from discovery.state_looks import RecordState
from organizations.models import Person, Team, TeamMembership
from products.models import DataProduct, ProductState
from products.selectors.stream_progress import products_now


class TeamChange(Enum):
    """Changes of a team, or in it of a person or a product."""

    STAYS = "stays"
    NEW = "new"
    CHANGES = "changes"
    ENDS = "ends"
    NOWHERE = "nowhere"

    @property
    def label(self) -> Text:
        return _TEAM_WORDS[self]

    @property
    def record_state(self) -> RecordState:
        """The state that the look of its label follows."""
        states = {TeamChange.NEW: RecordState.ADDED, TeamChange.ENDS: RecordState.ENDED}
        return states.get(self, RecordState.PROPOSED)


_TEAM_WORDS: dict[TeamChange, Text] = {
    TeamChange.STAYS: _("Unchanged"),
    TeamChange.NEW: pgettext_lazy("team", "New"),
    TeamChange.CHANGES: pgettext_lazy("team", "Changes"),
    TeamChange.ENDS: _("Ends"),
    TeamChange.NOWHERE: _("Neither today nor tomorrow"),
}

MOVES: tuple[Text, ...] = (_("Leaves"), _("Stays"), _("New people"), _("Added data products"))


@dataclass(frozen=True, slots=True)
class TeamSeat:
    """A person in a team; NEW tomorrow for a person who joins, ENDS today for one who leaves."""

    membership: TeamMembership
    change: TeamChange

    @property
    def person(self) -> Person:
        return self.membership.person

    def __str__(self) -> str:
        return self.person.name


@dataclass(frozen=True, slots=True)
class TeamProduct:
    """A data product that a team owns; NEW when it isn't live today."""

    product: DataProduct
    change: TeamChange

    def __str__(self) -> str:
        return self.product.name


@dataclass(frozen=True, slots=True)
class TeamSide:
    """A team today, or tomorrow. `says_more`: its responsibilities differ from today's."""

    responsibilities: str
    seats: tuple[TeamSeat, ...]
    products: tuple[TeamProduct, ...]
    says_more: bool = False


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team; a side is None where the team doesn't exist."""

    team: Team
    today: TeamSide | None
    tomorrow: TeamSide | None
    change: TeamChange

    @property
    def moves(self) -> tuple[tuple[Text, list[str]], ...]:
        """Names of people and data products by what becomes of them, in the order of MOVES."""
        today, tomorrow = self.today, self.tomorrow
        ends = _names(today.seats, today.products, change=TeamChange.ENDS) if today else []
        if tomorrow is None:
            return tuple(zip(MOVES, (ends, [], [], []), strict=True))
        stays = _names(tomorrow.seats, tomorrow.products, change=TeamChange.STAYS)
        people = _names(tomorrow.seats, change=TeamChange.NEW)
        products = _names(tomorrow.products, change=TeamChange.NEW)
        return tuple(zip(MOVES, (ends, stays, people, products), strict=True))


@dataclass(frozen=True, slots=True)
class TeamPicture:
    """All teams of a discovery; `without_team` are people who leave and belong to none
    tomorrow, `in_no_team` those who belong to none today either, `unowned` its data
    products that no team of tomorrow owns, as the ownership counts them (ownership.selectors)."""

    lines: tuple[TeamLine, ...]
    without_team: tuple[Person, ...]
    in_no_team: tuple[Person, ...]
    unowned: tuple[DataProduct, ...]

    @property
    def tomorrow(self) -> int:
        return sum(line.tomorrow is not None for line in self.lines)

    @property
    def summary(self) -> str:
        """The number of teams, and of those with each change."""
        changes = (TeamChange.NEW, TeamChange.CHANGES, TeamChange.ENDS)
        counts = {change.value: self.count(change) for change in changes}
        words = ngettext(
            "%(teams)s team: %(new)s new, %(changes)s changed, %(ends)s ending.",
            "%(teams)s teams: %(new)s new, %(changes)s changed, %(ends)s ending.",
            len(self.lines),
        )
        return words % {"teams": len(self.lines), **counts}

    @property
    def headline(self) -> str:
        """Its title (discovery.operating_model_headlines)."""
        return operating_model_headlines.teams(
            changing=[line.team.name for line in self.lines if line.change != TeamChange.STAYS],
            new=[line.team.name for line in self.lines if line.change == TeamChange.NEW],
            ended=[line.team.name for line in self.lines if line.change == TeamChange.ENDS],
        )

    @property
    def changing(self) -> int:
        return sum(line.change != TeamChange.STAYS for line in self.lines)

    def count(self, change: TeamChange) -> int:
        """The number of teams with this change."""
        return sum(line.change == change for line in self.lines)

    @property
    def empty(self) -> tuple[TeamLine, ...]:
        """Teams without people tomorrow."""
        return tuple(line for line in self.lines if line.tomorrow is not None and not line.tomorrow.seats)


def teams_around(discovery: Discovery) -> QuerySet[Team]:
    """Teams of the discovery's domain, teams without a domain, and teams that own one of its products."""
    owning = DataProduct.objects.filter(discovery=discovery).exclude(team=None)
    return Team.objects.filter(
        Q(domain=discovery.domain_id) | Q(domain=None) | Q(pk__in=owning.values("team")),
        organization=discovery.domain.organization_id,
    ).select_related("domain")


@cached_per_request
def team_picture(discovery: Discovery) -> TeamPicture:
    """The teams side by side, in a fixed number of queries."""
    teams = sorted(teams_around(discovery), key=lambda team: (by_name(team.name), team.pk))
    seats: dict[int, list[TeamMembership]] = defaultdict(list)
    rows = TeamMembership.objects.filter(team__in=teams, person__deleted_at=None)
    for each in sorted(rows.select_related("person"), key=lambda row: (by_name(row.person.name), row.pk)):
        seats[each.team_id].append(each)
    products = grouped(products_now(discovery), lambda product: product.team_id)
    there = {team.pk for team in teams if team.is_tomorrow}
    none_tomorrow = _without_team(discovery, teams, seats)
    leaving = {each.person_id for team in teams if team.is_today for each in seats[team.pk] if each.is_today}
    return TeamPicture(
        tuple(_line(team, seats[team.pk], products[team.pk]) for team in teams),
        tuple(each for each in none_tomorrow if each.pk in leaving),
        tuple(each for each in none_tomorrow if each.pk not in leaving),
        tuple(each for key, several in products.items() if key not in there for each in several),
    )


def _line(team: Team, memberships: list[TeamMembership], products: list[DataProduct]) -> TeamLine:
    today = tomorrow = None
    if team.is_today:
        today = TeamSide(
            team.responsibilities,
            tuple(_seat(each, TeamChange.ENDS, each.is_tomorrow) for each in memberships if each.is_today),
            tuple(
                TeamProduct(each, TeamChange.STAYS if team.is_tomorrow else TeamChange.ENDS)
                for each in products
                if each.state == ProductState.LIVE
            ),
        )
    if team.is_tomorrow:
        responsibilities = team.responsibilities_tomorrow
        tomorrow = TeamSide(
            responsibilities or team.responsibilities,
            tuple(_seat(each, TeamChange.NEW, each.is_today) for each in memberships if each.is_tomorrow),
            tuple(
                TeamProduct(
                    each,
                    TeamChange.STAYS if each.state == ProductState.LIVE and team.is_today else TeamChange.NEW,
                )
                for each in products
            ),
            says_more=team.is_today and bool(responsibilities) and responsibilities != team.responsibilities,
        )
    return TeamLine(team, today, tomorrow, _change(today, tomorrow))


def _names(*several: Sequence[TeamSeat] | Sequence[TeamProduct], change: TeamChange) -> list[str]:
    return [str(each) for rows in several for each in rows if each.change == change]


def _seat(membership: TeamMembership, change: TeamChange, is_on_both: bool) -> TeamSeat:
    return TeamSeat(membership, TeamChange.STAYS if is_on_both else change)


def _change(today: TeamSide | None, tomorrow: TeamSide | None) -> TeamChange:
    if today is None:
        return TeamChange.NOWHERE if tomorrow is None else TeamChange.NEW
    if tomorrow is None:
        return TeamChange.ENDS
    differs = tomorrow.says_more or any(
        each.change != TeamChange.STAYS
        for side in (today, tomorrow)
        for several in (side.seats, side.products)
        for each in several
    )
    return TeamChange.CHANGES if differs else TeamChange.STAYS


def _without_team(
    discovery: Discovery, teams: list[Team], seats: dict[int, list[TeamMembership]]
) -> tuple[Person, ...]:
    """People of the organization in no team at all, and people of these teams who are in none tomorrow."""
    elsewhere = TeamMembership.objects.filter(
        person__organization=discovery.domain.organization_id,
        is_tomorrow=True,
        team__is_tomorrow=True,
        team__deleted_at=None,
    )
    rows = Person.objects.filter(organization=discovery.domain.organization_id)
    rows = rows.exclude(pk__in=elsewhere.values("person"))
    ours = {each.person_id for team in teams for each in seats[team.pk]}
    member_pks = set(
        TeamMembership.objects.filter(person__in=rows, team__deleted_at=None).values_list("person", flat=True)
    )
    return tuple(each for each in rows if each.pk in ours or each.pk not in member_pks)
