"""How the documents of an organization look."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from documents.look import LEAST_CONTRAST, contrast
from organizations import permissions
from organizations.actors import Actor
from organizations.models import Organization, OrganizationLook
from organizations.reports.logo import BadLogo, redrawn

_COLOR = re.compile(r"#[0-9a-f]{6}")


def set_look(
    *,
    actor: Actor,
    organization: Organization,
    accent: str,
    logo: bytes | None = None,
    logo_name: str = "",
    without_logo: bool = False,
    revision: int | None = None,
) -> Operation:
    """The accent color ("" is that of Headwaters) and, if given, another `logo`; `without_logo` takes it
    away. Returns the operation, which undo takes back.

    Raises NotAllowed, NotFound, Stale, and Invalid for a color that cannot be read or a file that is no
    picture.
    """
    permissions.check_administer_organization(actor, organization)
    accent = accent.lower()
    if accent and not (_COLOR.fullmatch(accent) and contrast(accent) >= LEAST_CONTRAST):
        raise Invalid(_("This color cannot be read on white paper."))
    fields: dict[str, Any] = {"accent": accent}
    if logo is not None:
        try:
            fields |= {"logo": redrawn(logo), "logo_name": logo_name[:120]}
        except BadLogo:
            raise Invalid(_("This file is not a logo that can be printed.")) from None
    elif without_logo:
        fields |= {"logo": None, "logo_name": ""}
    with operation(actor, "look.changed", summary=organization.name, place=organization) as done:
        Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
        look = OrganizationLook.objects.filter(organization=organization).first()
        if look is None:
            artifacts.add(OrganizationLook, organization=organization, **fields)
        else:
            artifacts.change(look, revision=revision, **fields)
    return done
