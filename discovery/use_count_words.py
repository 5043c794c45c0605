"""The number of use cases beside a shared data product, in words."""

from django.utils.translation import gettext as _

from core.labels import listed
from discovery.use_counts import UseCount


def count_words(uses: UseCount) -> str:
    """The number in words; "" without one."""
    return _sentence(str(uses.count)) if uses.is_shared else ""


def key_words() -> str:
    """The meaning of a number in a circle, for the key of a drawing."""
    return _sentence(UseCount(2).sign)


def meaning() -> str:
    """The meaning of "reuses" beside a use case, below a table that has it."""
    return _("“Reuses” marks a use case that needs this data product only through another one it reuses.")


def with_reused(use_case: str, products: list[str]) -> str:
    """The name of a use case that needs a product because it reuses these `products`, if any."""
    words = _("%(use_case)s (reuses %(products)s)") if products else "%(use_case)s"
    return words % {"use_case": use_case, "products": listed(products)}


def _sentence(count: str) -> str:
    return _("Shared by %(count)s use cases") % {"count": count}
