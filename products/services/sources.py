"""Writing sources, and what integration sources take from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Discovery, Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from products.models import Source, SourceFeed, SourceKind
from products.permissions import check_edit_products
from products.services.names import unique_name


def add_source(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    kind: str = SourceKind.SOURCE,
    description: str = "",
    feeds: Iterable[Source] = (),
    uuid: UUID | None = None,
) -> Source:
    """A new source. `feeds` are sources that an integration source brings together.

    `uuid` is the one that the form chose: sent again, it is the same source. Raises Invalid for a name that
    its domain has already, for a kind that there is not, and for `feeds` of a plain source.
    """
    check_edit_products(actor, discovery)
    brought = list(feeds)
    _check_kind(kind, brought)
    with operation(actor, "source.added", summary=name, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(Source, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        with unique_name(Source, discovery.domain_id, name):
            made = artifacts.add(
                Source,
                uuid=uuid,
                discovery=discovery,
                domain_id=discovery.domain_id,
                name=name,
                kind=kind,
                description=description,
            )
        _bring_together(made, brought)
    return made


def change_source(*, actor: Actor, source: Source, revision: int | None = None, **fields: Any) -> Source:
    """`fields` are those of add_source; `feeds` replaces what the source brings together.

    A source that is no integration source any more brings nothing together. Raises as add_source, and Stale.
    """
    check_edit_products(actor, source.discovery)
    feeds = fields.pop("feeds", None)
    brought = None if feeds is None else list(feeds)
    kind, name = fields.get("kind", source.kind), fields.get("name")
    _check_kind(kind, brought or [])
    with operation(actor, "source.changed", summary=name or source.name, discovery=source.discovery):
        with unique_name(Source, source.domain_id, name, besides=source):
            changed = artifacts.change(source, revision=revision, **fields)
        takes = brought is not None or kind == SourceKind.SOURCE
        if takes and _bring_together(changed, brought or []):
            changed = artifacts.touch(changed)
    return changed


def delete_source(*, actor: Actor, source: Source) -> Operation:
    """The source goes to the trash with what it feeds and is fed by; returns the operation, for undo.

    Input ports that take from it stay, and say that it is gone.
    """
    check_edit_products(actor, source.discovery)
    with operation(actor, "source.deleted", summary=source.name, discovery=source.discovery) as done:
        links = SourceFeed.objects.filter(source=source) | SourceFeed.objects.filter(integration=source)
        artifacts.trash(*links, source)
    return done


def _bring_together(integration: Source, sources: Iterable[Source]) -> bool:
    """Whether that changed anything."""
    wanted = {source.pk: source for source in sources}
    _check_feeds(integration, wanted.values())
    gone = [
        link
        for link in SourceFeed.objects.filter(integration=integration)
        if wanted.pop(link.source_id, None) is None
    ]
    artifacts.trash(*gone)
    for source in wanted.values():
        artifacts.add(SourceFeed, source=source, integration=integration)
    return bool(gone or wanted)


def _check_kind(kind: str, feeds: Iterable[Source]) -> None:
    if kind not in SourceKind.values:
        raise Invalid(_("There is no such type of source."))
    if kind != SourceKind.INTEGRATION and list(feeds):
        raise Invalid(_("Only an integration source brings other sources together."))


def _check_feeds(integration: Source, sources: Iterable[Source]) -> None:
    for source in sources:
        if source.pk == integration.pk:
            raise Invalid(_("A source cannot feed itself."))
        if source.domain_id != integration.domain_id:
            raise Invalid(_("An integration source brings together sources of its own domain."))
        if integration.kind != SourceKind.INTEGRATION:
            raise Invalid(_("Only an integration source brings other sources together."))
