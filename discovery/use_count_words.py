"""The number of use cases beside a data product, in words."""

from django.utils.translation import gettext as _

from discovery.use_counts import UseCount


def count_words(uses: UseCount) -> str:
    """The number in words; "" without one."""
    return _sentence(str(uses.count), is_shared=uses.is_shared) if uses.count else ""


def key_words(*, is_shared: bool) -> str:
    """The meaning of a number in a circle, for the key of a drawing."""
    return _sentence(UseCount(2, is_shared).sign, is_shared=is_shared)


def _sentence(count: str, *, is_shared: bool) -> str:
    words = (
        _("Shared by %(count)s use cases") if is_shared else _("Needed by %(count)s use cases, not shared")
    )
    return words % {"count": count}
