"""The responsibility matrix: the parts of roles in activities, and its problems."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from operating_model.models import Duty, DutyPart, RaciPart
from operating_model.responsibilities import rules as raci
from operating_model.responsibilities.rules import RaciProblem
from operating_model.roles.selectors import loads_of, ordered_roles
from organizations.models import Role


@dataclass(frozen=True, slots=True)
class PartCell:
    """The part of a role in a row: `text` is its letters with a slash between ("A/R"), `words` their
    meaning."""

    role: Role
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A row with a cell for each role, and its problems in words."""

    duty: Duty
    cells: tuple[PartCell, ...]
    troubles: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.troubles


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of a discovery. `idle` are roles without any part, `unfilled` those without people."""

    roles: tuple[Role, ...]
    rows: tuple[DutyRow, ...]
    idle: tuple[Role, ...]
    unfilled: tuple[Role, ...]

    @property
    def problem_count(self) -> int:
        """The number of rows that break a rule."""
        return sum(not row.is_sound for row in self.rows)

    @property
    def is_sound(self) -> bool:
        return bool(self.rows) and not self.problem_count


def letters_in(duty: Duty) -> dict[int, str]:
    """The letters of each role (by its key) in one row, such as "RA"."""
    return letters_of(DutyPart.objects.filter(duty=duty, role__deleted_at=None))


def letters_of(parts: Iterable[DutyPart]) -> dict[int, str]:
    """The letters of each role (by its key) in these parts of one row."""
    letters: dict[int, str] = defaultdict(str)
    for part in parts:
        letters[part.role_id] += part.part
    return {role: "".join(raci.letters_of(text)) for role, text in letters.items()}


@cached_per_request
def matrix_of(discovery: Discovery) -> Matrix:
    """The whole matrix, in a fixed number of queries."""
    roles = ordered_roles(discovery.domain.organization)
    duties = list(Duty.objects.filter(discovery=discovery))
    by_duty: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in DutyPart.objects.filter(duty__in=duties, role__deleted_at=None):
        by_duty[part.duty_id][part.role_id].add(part.part)
    rows = [
        raci.RaciRow(
            duty.pk, {role.pk: by_duty[duty.pk][role.pk] for role in roles if by_duty[duty.pk][role.pk]}
        )
        for duty in duties
    ]
    filled_roles = _filled_roles(discovery)
    findings = raci.check(rows, roles=[role.pk for role in roles], filled_roles=filled_roles)
    names = {role.pk: role for role in roles}
    troubles: dict[int | None, list[str]] = defaultdict(list)
    idle: tuple[Role, ...] = ()
    for finding in findings:
        if finding.problem == RaciProblem.IDLE:
            idle = tuple(names[key] for key in finding.roles)
        else:
            troubles[finding.row].append(_words(finding, [names[key] for key in finding.roles]))
    return Matrix(
        tuple(roles),
        tuple(
            DutyRow(
                duty,
                tuple(_cell(role, by_duty[duty.pk][role.pk]) for role in roles),
                tuple(troubles[duty.pk]),
            )
            for duty in duties
        ),
        idle,
        tuple(role for role in roles if role.pk not in filled_roles),
    )


def _filled_roles(discovery: Discovery) -> set[int]:
    """The roles with people in the domain of the discovery."""
    return {
        row.role_id
        for load in loads_of(discovery.domain.organization).values()
        for row in load.allocations
        if row.domain_id in (None, discovery.domain_id)
    }


def _cell(role: Role, letters: set[str]) -> PartCell:
    # A before R: a role that answers for its own work is written "A/R".
    in_order = sorted(letters, key="ARCI".index)
    return PartCell(role, "/".join(in_order), ", ".join(str(RaciPart(letter).label) for letter in in_order))


def _words(finding: raci.RaciFinding, roles: list[Role]) -> str:
    names = ", ".join(role.name for role in roles)
    if finding.problem == RaciProblem.NO_ACCOUNTABLE:
        return _("No one is accountable (A).")
    if finding.problem == RaciProblem.MANY_ACCOUNTABLE:
        return _("More than one role is accountable (A): %(roles)s.") % {"roles": names}
    if finding.problem == RaciProblem.NO_RESPONSIBLE:
        return _("No one is responsible (R).")
    if finding.problem == RaciProblem.UNFILLED:
        return ngettext(
            "The role %(roles)s isn’t filled.", "The roles %(roles)s aren’t filled.", len(roles)
        ) % {"roles": names}
    return _("Consulted or informed about their own work: %(roles)s.") % {"roles": names}
