"""Artifacts of the product stream that a note on the board can become: a data product, a source, a consumer
or a usage pattern."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import in_one_line, title_and_rest
from core.exceptions import NotFound
from core.models import Artifact
from core.services import kinds
from discovery.models import Discovery
from organizations.actors import Actor
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.selectors import products_of
from products.design.product.services import add_product
from products.design.sources_and_consumers.kinds import CONSUMER, SOURCE
from products.models import Consumer, DataProduct, ProductKind, Source, UsagePattern
from workshops.models import Note
from workshops.registries import NoteTarget, note_targets

_LONGEST_NAME = 120


def register_own() -> None:
    """Register them."""
    note_targets.register(
        NoteTarget("data_product", gettext_lazy("Data product"), 60, DataProduct, _product, DATA_PRODUCT.url),
        NoteTarget("source", gettext_lazy("Source"), 62, Source, _source, SOURCE.url),
        NoteTarget("consumer", gettext_lazy("Consumer"), 64, Consumer, _consumer, CONSUMER.url),
        NoteTarget(
            "usage_pattern",
            gettext_lazy("Usage pattern"),
            66,
            UsagePattern,
            _pattern,
            _pattern_url,
            parents=_products,
            parent_label=gettext_lazy("About the data product"),
        ),
    )


def _product(actor: Actor, discovery: Discovery, note: Note, parent: str) -> DataProduct:
    """Consumer-oriented until someone changes it: products are designed backwards from their use."""
    name, rest = title_and_rest(note.text, _LONGEST_NAME)
    return add_product(
        actor=actor,
        discovery=discovery,
        name=name,
        kind=ProductKind.CONSUMER_ORIENTED,
        description=rest,
    )


def _source(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Source:
    name, rest = title_and_rest(note.text, _LONGEST_NAME)
    return kinds.add(actor=actor, draft=Source(discovery=discovery, name=name, description=rest))


def _consumer(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Consumer:
    name, rest = title_and_rest(note.text, _LONGEST_NAME)
    return kinds.add(actor=actor, draft=Consumer(discovery=discovery, name=name, description=rest))


def _pattern(actor: Actor, discovery: Discovery, note: Note, parent: str) -> UsagePattern:
    """The user from the note; a long note is cut, and stays whole behind the link."""
    product = products_of(discovery).filter(uuid=parent).first()
    if product is None:
        raise NotFound(_("The item to link to was deleted. Choose another one."))
    draft = UsagePattern(product=product, who=in_one_line(note.text, 200))
    return kinds.add(actor=actor, draft=draft)


def _products(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(product.uuid), product.name) for product in products_of(discovery)]


# --- Where they are found afterwards --------------------------------------------------------------


def _pattern_url(pattern: Artifact) -> str:
    assert isinstance(pattern, UsagePattern)  # noqa: S101  # narrows the type: what `model` says
    args = [pattern.product.discovery.slug, pattern.product.uuid]
    return reverse("products:product_usage", args=args) + "#part-usage"
