"""Names that are unique in a domain: of products, of sources, of consumers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from products.models import Consumer, DataProduct, Source
from products.selectors.names import taken_by


@contextmanager
def unique_name(
    model: type[Consumer | DataProduct | Source],
    domain_id: int,
    name: str | None,
    *,
    besides: Consumer | DataProduct | Source | None = None,
) -> Iterator[None]:
    """Saves inside that find `name` taken in the domain raise Invalid with a sentence, also in a race.

    `besides` is the row that is being renamed; None as `name` asks nothing, because the name stays.
    """
    sentence = _("“%(name)s” exists in this domain already. Choose another name.") % {"name": name}
    if name is not None and taken_by(model, domain_id, name, besides=besides) is not None:
        raise Invalid(sentence)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        # Somebody else was quicker by so little that the question above did not see it.
        if name is None or taken_by(model, domain_id, name, besides=besides) is None:
            raise
        raise Invalid(sentence) from None
