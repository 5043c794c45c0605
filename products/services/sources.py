"""Writing sources, and what integration sources take from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.services import kinds
from organizations.actors import Actor
from products.ends.kinds import check_feeds
from products.models import Source, SourceKind


def add_source(*, actor: Actor, draft: Source, feeds: Iterable[Source] = ()) -> Source:
    """A new source. `feeds` are sources of its domain that an integration source brings together. Raises
    Invalid for those of a plain source, and as kinds.add."""
    sources = list(feeds)
    check_feeds(draft.kind, sources)
    return kinds.add(actor=actor, draft=draft, feeds=sources)


def change_source(*, actor: Actor, source: Source, revision: int | None = None, **fields: Any) -> Source:
    """`feeds` among the `fields` replaces what the source brings together. A source that is no integration
    source any more brings nothing together. Raises as add_source, and Stale."""
    kind, sources = fields.get("kind", source.kind), list(fields.get("feeds", ()))
    check_feeds(kind, sources)
    if "feeds" in fields or kind == SourceKind.SOURCE:
        fields["feeds"] = sources
    return kinds.change(actor=actor, artifact=source, revision=revision, **fields)
