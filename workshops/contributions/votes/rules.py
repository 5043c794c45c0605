"""The sentence that asks a room for dots. Pure."""

from django.utils.translation import gettext as _

from core.labels import Text


def dots_request(dots: int, most: int, limited: Text) -> str:
    """Return the sentence that asks each person for `dots`, at most `most` of them on one thing. `limited`
    names the things and takes both numbers; a limit that no one can reach is left out."""
    if dots == 1:
        return _("Place your dot on your phone.")
    words = limited if most < dots else _("Place your %(dots)s dots on your phone.")
    return str(words) % {"dots": dots, "most": most}
