"""A grid of short fields over many artifacts of one kind."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from core.exceptions import Invalid
from core.services.incoming import Refused, in_words
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web import access
from documents.in_turn import takes_turn
from exchange.services import grid as services
from exchange.services.incoming_files import bring_in
from exchange.web import kept_files
from organizations.web.form_pages import form_methods, way_back
from organizations.web.pages import page, redirect_htmx
from organizations.web.requests import Request

_MOST_SAID = 20


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def grid(request: Request, discovery: Discovery, heading: str) -> HttpResponse:
    """Show the grid; sent, go on to what would come of it."""
    entry = services.gridded(heading)
    back = way_back(request, reverse("discovery:discovery_overview", args=[discovery.slug]))
    before = kept_files.load(request.GET.get("file", ""), discovery, request.actor)
    typed: services.Typed | None = None
    if before is not None and before.format == services.GRID:
        of, typed = services.typed_in(before.data)
        typed = typed if of == heading else None
    problems: list[str] = []
    if request.method == "POST":
        typed = _typed(request.POST)
        data = services.grid_file(heading, typed)
        try:
            bring_in(actor=request.actor, data=data, format=services.GRID, into=discovery, is_trial=True)
        except Refused as refused:
            problems = [in_words(each) for each in refused.problems[:_MOST_SAID]]
        except Invalid as wrong:
            problems = [str(wrong)]
        else:
            token = kept_files.store(data, discovery, request.actor, services.GRID)
            url = reverse("discovery:bring_in_check", args=[discovery.slug])
            return redirect_htmx(request, f"{url}?{urlencode({'file': token, 'back': back})}")
    context = {
        "discovery": discovery,
        "title": capfirst(str(entry.kind.model._meta.verbose_name_plural)),
        "grid": services.grid_of(entry, discovery, typed),
        "problems": problems,
        "back": back,
        "action": f"{request.path}?{urlencode({'back': back})}",
    }
    return page(request, "exchange/grid.html", context, status=422 if problems else 200)


def _typed(sent: QueryDict) -> services.Typed:
    """What stands in the rows that were sent, by the names of fields: "c:<uuid>:<field>", and "r:<uuid>" for
    revisions. Scripts send those that were changed as one field, so that no grid has too many."""
    typed: dict[str, tuple[int, dict[str, str]]] = {}
    for name, value in {**sent.dict(), **_changed(str(sent.get("changed", "")))}.items():
        sort, _colon, rest = name.partition(":")
        uuid, _colon, field = rest.partition(":")
        if sort == "r" and str(value).isdecimal() and len(str(value)) < 10:
            typed.setdefault(uuid, (int(str(value)), {}))
        elif sort == "c" and uuid in typed:
            typed[uuid][1][field] = str(value)
    return typed


def _changed(text: str) -> Mapping[str, str]:
    """Names and values of the field of scripts; none for what no script of ours sends."""
    try:
        said = json.loads(text.encode(errors="replace")) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {_plain(name): _plain(value) for name, value in said.items()} if isinstance(said, dict) else {}


def _plain(value: object) -> str:
    """Without what no form sends: halves of characters, and NUL."""
    return str(value).encode(errors="replace").decode().replace("\x00", "")
