"""What a discovery that says nothing yet is offered: to start from the last one of its domain, to import, and
the workshops that are prepared."""

from __future__ import annotations

from typing import Any

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.registries import OverviewPart, overview_parts
from exchange.selectors.starting import last_before, prepared_workshops
from organizations.actors import Actor


def register_own() -> None:
    """Register the parts of the overview."""
    overview_parts.register(OverviewPart("last", 5, "exchange/overview_last.html", _last, place="first"))
    overview_parts.register(OverviewPart("new", 3, "exchange/overview_new.html", _new, place="first"))


def _last(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    last = last_before(actor, discovery) if may_edit(actor, discovery) else None
    return {"last": last} if last else None


def _new(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    prepared = prepared_workshops(discovery) if may_edit(actor, discovery) else []
    return {"prepared": prepared} if prepared else None
