"""The number of dots that a person can place, and the sentence that asks for them. Pure."""

from django.utils.translation import gettext as _

from core.labels import Text


def usable_dots(dots: int, most: int, things: int) -> int:
    """Return the dots that a person can place on so many things, at most `most` on each: all `dots` where
    there is nothing to vote on yet."""
    return min(dots, things * most) if things else dots


def dots_request(dots: int, most: int, things: int, limited: Text) -> str:
    """Return the sentence that asks each person for `dots`, at most `most` of them on each of the `things`.
    `limited` names them and takes both numbers. A limit that no one can reach is left out, and no more dots
    are asked for than these things take."""
    usable = usable_dots(dots, most, things)
    if usable == 1:
        return _("Place your dot on your phone.")
    if usable < dots:
        return _("Place up to %(dots)s dots on your phone.") % {"dots": usable}
    words = limited if most < dots else _("Place your %(dots)s dots on your phone.")
    return str(words) % {"dots": dots, "most": most}
