"""A grid of short fields over many artifacts of one kind."""

import json
from collections.abc import Mapping

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from core.exceptions import Invalid
from core.services.imports import Refusal, in_words
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from exchange.file_imports.services import bring_in
from exchange.grid import services
from exchange.web import pending_imports
from organizations.web import Request, form_methods, page, redirect_htmx, way_back

_MOST_SAID = 20


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def grid(request: Request, discovery: Discovery, heading: str) -> HttpResponse:
    """Show the grid. A POST leads to the preview of the changes."""
    entry = services.grid_entry(heading)
    back = way_back(request, reverse("discovery:discovery_overview", args=[discovery.slug]))
    stored_file = pending_imports.load(request.GET.get("file", ""), discovery, request.actor)
    grid_input: services.GridInput | None = None
    if stored_file is not None and stored_file.format == services.GRID:
        stored_heading, grid_input = services.read_grid_file(stored_file.data)
        grid_input = grid_input if stored_heading == heading else None
    problems: list[str] = []
    if request.method == "POST":
        grid_input = _grid_input(request.POST)
        data = services.grid_file(heading, grid_input)
        try:
            bring_in(actor=request.actor, data=data, format=services.GRID, into=discovery, is_trial=True)
        except Refusal as refused:
            problems = [in_words(each) for each in refused.problems[:_MOST_SAID]]
        except Invalid as error:
            problems = [str(error)]
        else:
            token = pending_imports.store(data, discovery, request.actor, services.GRID)
            url = reverse("discovery:bring_in_check", args=[discovery.slug])
            return redirect_htmx(request, f"{url}?{urlencode({'file': token, 'back': back})}")
    context = {
        "discovery": discovery,
        "title": capfirst(str(entry.kind.model._meta.verbose_name_plural)),
        "grid": services.grid_of(entry, discovery, grid_input),
        "problems": problems,
        "back": back,
        "action": f"{request.path}?{urlencode({'back': back})}",
    }
    return page(request, "exchange/grid.html", context, status=422 if problems else 200)


def _grid_input(data: QueryDict) -> services.GridInput:
    """Return the submitted rows from the form fields "c:<uuid>:<field>", and "r:<uuid>" for revisions.
    Scripts submit changed cells as one field, because the count of form fields is limited."""
    rows: dict[str, tuple[int, dict[str, str]]] = {}
    for name, value in {**data.dict(), **_script_values(str(data.get("changed", "")))}.items():
        sort, _colon, remainder = name.partition(":")
        uuid, _colon, field = remainder.partition(":")
        if sort == "r" and str(value).isdecimal() and len(str(value)) < 10:
            rows.setdefault(uuid, (int(str(value)), {}))
        elif sort == "c" and uuid in rows:
            rows[uuid][1][field] = str(value)
    return rows


def _script_values(text: str) -> Mapping[str, str]:
    """Return names and values of the field of scripts, none for malformed values."""
    try:
        values = json.loads(text.encode(errors="replace")) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {_plain(name): _plain(value) for name, value in values.items()} if isinstance(values, dict) else {}


def _plain(value: object) -> str:
    """Return the value without lone surrogates and NUL."""
    return str(value).encode(errors="replace").decode().replace("\x00", "")
