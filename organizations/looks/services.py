"""Changes of the look of an organization's documents."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from documents.look import LEAST_CONTRAST, contrast, darkened, is_color
from documents.reader_process import apart
from organizations import permissions
from organizations.actors import Actor
from organizations.models import Organization, OrganizationLook
from organizations.reports.logo_upload import BadLogo, redrawn

WRONG_FILE = {
    "large": gettext_lazy("This logo is too large. The limit is 2 MB."),
    "pixels": gettext_lazy("This logo has too many pixels. Save a smaller version."),
    "format": gettext_lazy(
        "This logo can’t be printed. Save it as PNG. SVG isn’t allowed because it can contain programs."
    ),
}
"""What people read about a file, by the reason of BadLogo."""


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
    away.

    Raises NotAllowed, NotFound, Stale, and Invalid for a color that cannot be read or a file that is no
    picture.
    """
    permissions.check_administer_organization(actor, organization)
    accent = accent.lower()
    check_accent(accent)
    fields: dict[str, Any] = {"accent": accent}
    if logo is not None:
        fields |= {"logo": checked_logo(logo), "logo_name": logo_name[:120]}
    elif without_logo:
        fields |= {"logo": None, "logo_name": ""}
    with operation(actor, "look.changed", summary=organization.name, place=organization) as current:
        Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
        look = OrganizationLook.objects.filter(organization=organization).first()
        if look is None:
            artifacts.add(OrganizationLook, organization=organization, **fields)
        else:
            artifacts.change(look, revision=revision, **fields)
    return current


def checked_logo(content: bytes) -> bytes:
    """The picture as the PNG that is kept. Raises Invalid for a file that is none."""
    try:
        return apart(redrawn, content, otherwise=BadLogo("pixels"))
    except BadLogo as bad:
        raise Invalid(WRONG_FILE[bad.reason], "file") from None


def check_accent(color: str) -> None:
    """Raises Invalid for a color that is not written as "#0b63b6", and, with a darker one of the same hue,
    for one that cannot be read on white; "" passes."""
    if not color:
        return
    if not is_color(color):
        raise Invalid(_("Enter the color as six digits after #, such as #0b63b6."), "accent")
    ratio = contrast(color)
    if ratio < LEAST_CONTRAST:
        words = _(
            "This color is too light to read on white. Its contrast is %(contrast).1f, but "
            "%(least).1f is needed. Try %(darker)s."
        )
        darker = darkened(color)
        raise Invalid(words % {"contrast": ratio, "least": LEAST_CONTRAST, "darker": darker}, "accent")
