"""Writing responsibilities: the rows of the matrix, and agreements with people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid, Stale
from core.labels import names_of
from core.models import Operation
from core.name_comparison import looks
from core.services import artifacts, kinds, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from discovery.selectors.default_language import in_language_of
from operating_model.models import Agreement, Duty, DutyPart
from operating_model.responsibilities import rules as raci
from operating_model.shipped import STANDARD_DUTIES
from organizations.actors import Actor
from organizations.models import Person, Role

Parts = Mapping[Role, str]
"""The letters of each role, such as "AR"."""
_PART = ("role_id", "part")


def add_duty(
    *, actor: Actor, discovery: Discovery, name: str, parts: Parts | None = None, uuid: UUID | None = None
) -> Duty:
    """A new row of the matrix, at its end. `uuid` is the one that the form chose: sent again, it is the same
    row.

    Raises Invalid for two roles that are accountable, unknown letters, and roles of another organization.
    """
    check_edit_discovery(actor, discovery)
    _check_parts(discovery, parts or {})
    with operation(actor, "duty.added", summary=name, place=discovery):
        sent_before = artifacts.added_already(Duty, uuid, {"name": name}, discovery_id=discovery.pk)
        if sent_before is not None:
            letters = _letters(parts or {})
            artifacts.check_was_written_with(sent_before, DutyPart, _PART, letters, duty=sent_before)
            return sent_before
        position = artifacts.next_position(Duty.objects.filter(discovery=discovery))
        duty = artifacts.add(Duty, uuid=uuid, discovery=discovery, name=name, position=position)
        _set_parts(duty, parts or {})
    return duty


def change_duty(
    *,
    actor: Actor,
    duty: Duty,
    revision: int | None = None,
    name: str | None = None,
    parts: Parts | None = None,
) -> Duty:
    """The name of a row, and the parts of all roles in it (None leaves either as it is). Raises as add_duty,
    and Stale."""
    check_edit_discovery(actor, duty.discovery)
    if parts is not None:
        _check_parts(duty.discovery, parts)
    name = duty.name if name is None else name
    with operation(actor, "duty.changed", summary=name, place=duty.discovery):
        current = artifacts.change(duty, revision=revision, name=name)
        if parts is not None and _set_parts(current, parts) and current.revision == duty.revision:
            current = artifacts.touch(current)
    return current


def add_standard_duties(*, actor: Actor, discovery: Discovery) -> Operation:
    """Add the usual rows that the matrix lacks, by their names, with the parts of the standard roles that the
    organization has. Raises NotAllowed or NotFound."""
    check_edit_discovery(actor, discovery)
    organization = discovery.domain.organization_id
    roles = {role.key: role for role in Role.objects.filter(organization=organization).exclude(key="")}
    with operation(actor, "duty.standard_added", summary="", place=discovery) as current:
        artifacts.locked(discovery)
        rows = Duty.objects.filter(discovery=discovery)
        names = {looks(name) for name in rows.values_list("name", flat=True)}
        position = artifacts.next_position(rows)
        missing = [each for each in STANDARD_DUTIES if names.isdisjoint(map(looks, names_of(each.name)))]
        with in_language_of(discovery):
            for place, standard in enumerate(missing, start=position):
                duty = artifacts.add(Duty, discovery=discovery, name=str(standard.name), position=place)
                _set_parts(duty, {roles[key]: text for key, text in standard.parts.items() if key in roles})
    return current


def _check_parts(discovery: Discovery, parts: Parts) -> None:
    for role, text in parts.items():
        if role.organization_id != discovery.domain.organization_id:
            raise Invalid(_("That belongs to another organization."))
        try:
            raci.letters_of(text)
        except ValueError:
            raise Invalid(_("Use R, A, C or I.")) from None
    accountable = [role for role, text in parts.items() if raci.ACCOUNTABLE in text]
    if len(accountable) > 1:
        words = _("Only one role can be accountable (A): %(roles)s.")
        names = ", ".join(role.name for role in accountable)
        raise Invalid(words % {"roles": names}, f"role_{accountable[1].uuid}")


def _set_parts(duty: Duty, parts: Parts) -> bool:
    """Write the parts, and return True if anything changed. Parts of roles in the trash stay, and come back
    with them."""
    rows = DutyPart.objects.filter(duty=duty, role__deleted_at=None)
    return bool(artifacts.set_rows(rows, _PART, _letters(parts), duty=duty))


def _letters(parts: Parts) -> list[tuple[int, str]]:
    """The rows of the parts, by the columns of _PART."""
    return sorted({(role.pk, letter) for role, text in parts.items() for letter in raci.letters_of(text)})


# --- Agreements with people -----------------------------------------------------------------------


def set_agreement(
    *, actor: Actor, discovery: Discovery, person: Person, revision: int | None = None, **fields: Any
) -> Agreement:
    """Write the agreement with the person who takes on roles: the `fields` are support, incentives and
    agreed_on. One agreement for each person; setting it again changes it.

    Raises Invalid for a person of another organization or an empty agreement, Stale when someone changed it
    (or made it) since `revision`.
    """
    check_edit_discovery(actor, discovery)
    if person.organization_id != discovery.domain.organization_id:
        raise Invalid(_("That belongs to another organization."))
    with operation(actor, "agreement.set", summary=person.name, place=discovery):
        artifacts.locked(person)
        existing = Agreement.objects.filter(discovery=discovery, person=person).first()
        if existing is None:
            return kinds.insert(Agreement(discovery=discovery, person=person, **fields))
        if revision is None:
            raise Stale(_("Someone else changed this while you were editing."), existing)
        return kinds.update(existing, revision=revision, **fields)
