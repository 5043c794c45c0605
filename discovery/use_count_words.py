"""The number of use cases beside a shared data product, in words."""

from django.utils.translation import gettext as _

from discovery.use_counts import UseCount


def count_words(uses: UseCount) -> str:
    """The number in words; "" without one."""
    return _sentence(str(uses.count)) if uses.is_shared else ""


def key_words() -> str:
    """The meaning of a number in a circle, for the key of a drawing."""
    return _sentence(UseCount(2).sign)


def meaning() -> str:
    """The difference between "shared by" and "needed by", beside a table of both."""
    return _("“Shared by” leaves out use cases that only reuse the data product of another use case.")


def _sentence(count: str) -> str:
    return _("Shared by %(count)s use cases") % {"count": count}
