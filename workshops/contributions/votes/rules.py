"""The sentence that asks a room for dots. Pure."""

from django.utils.translation import gettext as _

from core.labels import Text


def dots_request(dots: int, most: int, things: int, limited: Text) -> str:
    """Return the sentence that asks each person for `dots`, at most `most` of them on each of the `things`.
    `limited` names them and takes both numbers. A limit that no one can reach is left out, and no more dots
    are asked for than these things take."""
    places = things * most if things else dots
    if min(dots, places) == 1:
        return _("Place your dot on your phone.")
    if places < dots:
        return _("Place up to %(dots)s dots on your phone.") % {"dots": places}
    words = limited if most < dots else _("Place your %(dots)s dots on your phone.")
    return str(words) % {"dots": dots, "most": most}
