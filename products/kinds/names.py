"""Names that no two artifacts of a domain share: of products, of sources, of consumers."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds.base import ArtifactKind
from products.models import Consumer, DataProduct, Source
from products.selectors.names import taken_by

N = TypeVar("N", Consumer, DataProduct, Source)


class NamedInDomain(ArtifactKind[N]):
    """An artifact of a discovery and of its domain, whose other discoveries know its name."""

    path = "discovery"

    def complete(self, draft: N) -> None:
        if draft.domain_id is None:
            draft.domain = draft.discovery.domain

    def check(self, draft: N, before: N | None) -> None:
        taken = taken_by(self.model, draft.domain_id, draft.name, besides=before)
        if taken is not None:
            said = _("“%(name)s” exists in this domain already. Choose another name.")
            raise Invalid(said % {"name": taken.name}, "name")
