"""The number of use cases beside a shared data product, in words."""

from django.utils.translation import gettext as _

from discovery.use_counts import UseCount


def count_words(uses: UseCount) -> str:
    """The number in words; "" without one."""
    return _sentence(str(uses.count)) if uses.is_shared else ""


def key_words(*, has_meaning: bool = False) -> str:
    """The meaning of a number in a circle, for the key of a drawing. With `has_meaning` it defines "shared",
    for a drawing whose title also counts the products that several use cases need."""
    sign = UseCount(2).sign
    if not has_meaning:
        return _sentence(sign)
    return _("Shared by %(count)s use cases, without reuse of consumer-oriented products") % {"count": sign}


def meaning() -> str:
    """The meaning of "shared", beside a title that counts both."""
    return _("Shared: needed by several use cases even without reuse of consumer-oriented products.")


def _sentence(count: str) -> str:
    return _("Shared by %(count)s use cases") % {"count": count}
