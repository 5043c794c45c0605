"""A rule for several kinds of the product stream: names that no two artifacts of a domain share (products,
sources, consumers), and parts of a product."""

from typing import TypeVar

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds import ArtifactKind
from products.design.unique_names.selectors import taken_by
from products.models import AccessRule, Consumer, DataProduct, InputPort, Iteration, OutputPort, Source

N = TypeVar("N", Consumer, DataProduct, Source)
P = TypeVar("P", AccessRule, InputPort, Iteration, OutputPort)


class NamedInDomain(ArtifactKind[N]):
    """An artifact of a discovery and of its domain, whose other discoveries know its name."""

    path = "discovery"

    def complete(self, draft: N) -> None:
        if draft.domain_id is None:
            draft.domain = draft.discovery.domain

    def check(self, draft: N, before: N | None) -> None:
        other = taken_by(self.model, draft.domain_id, draft.name, exclude=before)
        if other is not None:
            message = _("“%(name)s” already exists in this domain. Choose another name.")
            raise Invalid(message % {"name": other.name}, "name")


class OfProduct(ArtifactKind[P]):
    """A part of a product, which is on a page of it."""

    path = "product__discovery"

    def where(self, artifact: P) -> list[object]:
        return [artifact.product.discovery.slug, artifact.product.uuid]
