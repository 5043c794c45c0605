"""Names that are unique in a discovery (in a plane of it, for capabilities), whatever their case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.models import Discovery
from technology.models import Capability, DataAsset, Platform
from technology.selectors.names import taken_by


@contextmanager
def unique_name(
    model: type[Capability | DataAsset | Platform],
    discovery: Discovery,
    name: str | None,
    *,
    besides: Capability | DataAsset | Platform | None = None,
    plane: str = "",
) -> Iterator[None]:
    """Saves inside that find `name` taken raise Invalid with a sentence, also in a race.

    `besides` is the row that is being renamed; None as `name` asks nothing, because the name stays.
    """
    sentence = _("“%(name)s” exists already. Choose another name.") % {"name": name}
    if name is not None and taken_by(model, discovery, name, besides=besides, plane=plane) is not None:
        raise Invalid(sentence)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        # Somebody else was quicker by so little that the question above did not see it.
        if name is None or taken_by(model, discovery, name, besides=besides, plane=plane) is None:
            raise
        raise Invalid(sentence) from None
