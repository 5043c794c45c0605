"""People who must be in the room of a workshop, those who are there, and those who are missing, in words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from core.labels import Text, listed
from organizations.models import RoleAllocation
from workshops.agenda.file_format import PlannedActivity
from workshops.agenda.needed_people.rules import (
    BOTH_SIDES,
    ROLE_KEYS,
    Guest,
    Holders,
    Need,
    missing_needs,
    needed_by,
    unheard,
)
from workshops.models import Activity, Workshop
from workshops.registries import activity_kinds

NAMES: Mapping[Need, Text] = MappingProxyType(
    {
        Need.BUSINESS: pgettext_lazy("needed in the room", "business"),
        Need.IT: pgettext_lazy("needed in the room", "IT"),
        Need.DECIDER: gettext_lazy("someone who decides"),
        Need.PRODUCT_OWNER: gettext_lazy("owners of the data products"),
    }
)


@dataclass(frozen=True, slots=True)
class InTheRoom:
    """`needs` names the sides and roles that the agenda needs. `joined` counts the people of each needed
    side, `missing` are the needed sides and known roles without anyone. `has_people` is True if anyone
    joined."""

    needs: str
    joined: tuple[tuple[str, int], ...]
    missing: str
    has_people: bool


def in_the_room(workshop: Workshop) -> InTheRoom | None:
    """None for an agenda that needs no one in particular. Three queries, and one more if a role is needed."""
    kinds = Activity.objects.filter(track__workshop=workshop, track__deleted_at=None)
    needs = needs_of(kinds.order_by().values_list("kind", flat=True).distinct())
    if not needs:
        return None
    people = workshop.participants.filter(removed_at=None).order_by()
    guests = [Guest(*row) for row in people.values_list("display_name", "side", "role_title")]
    sides = Counter(each.side for each in guests)
    joined = tuple((str(NAMES[each]), sides[each.value]) for each in needs if each in BOTH_SIDES)
    missing = missing_needs(needs, guests, _holders(workshop, needs))
    return InTheRoom(words_of(needs), joined, words_of(missing), bool(guests))


def _holders(workshop: Workshop, needs: Collection[Need]) -> dict[Need, Holders]:
    """The people known to fill the needed roles, in the domain of the workshop or in all."""
    need_by_role = {key: need for need in needs for key in ROLE_KEYS.get(need, ())}
    if not need_by_role:
        return {}
    domain = workshop.discovery.domain
    allocations = RoleAllocation.objects.filter(
        Q(domain=None) | Q(domain=domain),
        role__organization=domain.organization_id,
        role__key__in=need_by_role,
        role__deleted_at=None,
        person__deleted_at=None,
    )
    names, titles = defaultdict(set), defaultdict(set)
    for key, title, name in allocations.order_by().values_list("role__key", "role__name", "person__name"):
        names[need_by_role[key]].add(name)
        titles[need_by_role[key]].add(title)
    return {need: Holders(frozenset(names[need]), frozenset(titles[need])) for need in names}


def needs_of(kinds: Iterable[str]) -> tuple[Need, ...]:
    """Needs of activities of these kinds; of kinds that no installed app offers, nothing is known."""
    return needed_by(activity_kinds.get(kind).needs for kind in kinds if kind in activity_kinds)


def needs_of_plan(activities: Iterable[PlannedActivity]) -> tuple[Need, ...]:
    """Needs of an agenda, with the rooms of its breakouts."""
    return needs_of(_kinds_in(activities))


def _kinds_in(activities: Iterable[PlannedActivity]) -> Iterable[str]:
    for activity in activities:
        yield activity.kind
        for room in activity.rooms:
            yield from _kinds_in(room.activities)


def words_of(needs: Collection[Need]) -> str:
    """The names in a row: "business, IT and someone who decides"; "" for none."""
    return listed([str(NAMES[each]) for each in needs])


def unheard_words(needs: Collection[Need], sides: Iterable[str]) -> str:
    """ "No scores from IT": the needed sides of which no one scored; "" where both did."""
    missing = unheard(needs, sides)
    return _("No scores from %(sides)s") % {"sides": words_of(missing)} if missing else ""
