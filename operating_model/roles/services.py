"""Writing the roles of the method into an organization."""

from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.labels import names_of
from core.models import Operation
from core.name_comparison import looks
from core.services import artifacts, operation
from discovery.selectors.default_language import in_language_of
from operating_model.shipped import STANDARD_ROLES, StandardRole
from organizations.actors import Actor
from organizations.models import Organization, Role
from organizations.permissions import check_start_discovery


def add_standard_roles(*, actor: Actor, organization: Organization) -> Operation:
    """Add the standard roles that the organization lacks. Its own role with the same name becomes the
    standard one, and keeps its texts.

    Raises Conflict when it has all of them.
    """
    check_start_discovery(actor, organization)
    with operation(actor, "role.standard_added", summary="", place=organization) as current:
        artifacts.locked(organization)
        roles = list(Role.objects.filter(organization=organization))
        keys = {role.key for role in roles}
        by_name = {looks(role.name): role for role in roles if not role.key}
        missing = [standard for standard in STANDARD_ROLES if standard.key not in keys]
        if not missing:
            raise Conflict(_("All standard roles already exist."))
        with in_language_of(organization):
            for standard in missing:
                names = map(looks, names_of(standard.name))
                _take(
                    organization, standard, next((by_name[name] for name in names if name in by_name), None)
                )
    return current


def _take(organization: Organization, standard: StandardRole, own: Role | None) -> None:
    """Add the standard role in the current language, or make the organization's `own` the standard one."""
    texts = {name: str(getattr(standard, name)) for name in ("responsibilities", "decision_rights")}
    if own is None:
        artifacts.add(Role, organization=organization, key=standard.key, name=str(standard.name), **texts)
    else:
        empty: dict[str, Any] = {name: text for name, text in texts.items() if not getattr(own, name)}
        artifacts.change(own, key=standard.key, **empty)
