"""Artifacts of people who were deleted, apart from data products, whose ownership shows more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model, Q

from core.kinds import artifact_kinds
from core.labels import as_label
from core.selectors.request_cache import cached_per_request
from discovery.kinds.artifact_content import form_fields
from discovery.models import Discovery
from organizations.models import Person
from products.models import AccessRequest, DataProduct
from workshops.models import ActionItem, ActionState


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """`kind` names it in a word; `url` leads to the page where someone else can be chosen."""

    kind: str
    name: str
    person: str
    url: str


# Owners of data products have their own list, and a request for access makes no owner.
_ELSEWHERE = (DataProduct, AccessRequest)
# Artifacts that are done need no owner.
_ONLY: Mapping[type[Model], Q] = {ActionItem: Q(state=ActionState.OPEN)}


@cached_per_request
def left_behind(discovery: Discovery) -> tuple[LeftBehind, ...]:
    """Artifacts that name a person who was deleted, by kind: such as goals, open actions and key questions.
    One query for each field that names people, or one where no one was deleted."""
    return tuple(_naming_the_gone(discovery))


def _naming_the_gone(discovery: Discovery) -> Iterator[LeftBehind]:
    if not Person.everything.filter(deleted_at__isnull=False).exists():
        return
    for kind in artifact_kinds:
        if kind.root is not Discovery or kind.model in _ELSEWHERE:
            continue
        word = as_label(kind.model._meta.verbose_name)
        # An artifact named after its person, such as a seat, belongs to no one else: it waits for them.
        columns = [column for column in form_fields(kind) if column.name != kind.title]
        for name in (column.name for column in columns if column.related_model is Person):
            rows = kind.below(discovery).filter(**{f"{name}__deleted_at__isnull": False})
            for row in rows.filter(_ONLY.get(kind.model, Q())).select_related(name):
                url = kind.url(kind.within(discovery, row))
                yield LeftBehind(word, str(getattr(row, kind.title)), getattr(row, name).name, url)
