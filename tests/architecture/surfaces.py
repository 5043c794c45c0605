"""What people and programs read of a discovery on each surface, in parts: pages, screens, sections, sheets. A
part is a function, which draws it as it is then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from django.template.loader import render_to_string
from django.test import Client

from api.artifacts.selectors import readable
from core.selectors.request_cache import one_reading
from discovery.document_parts import Sheet, SlideSet, report_slides
from discovery.glossary import reports as glossary
from discovery.models import Discovery
from discovery.registries import ReportSection
from discovery.reports.kind_sheets import all_sheets
from discovery.templatetags.components import on_paper
from exchange.services.discovery_text import export_text
from handover.reports.options import FULL, chosen_sections, printing
from handover.reports.part_rendering import section_of
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import Entry
from tests.architecture.test_csp import pages, visitor
from tests.architecture.world import World, show
from tests.factories import SYSTEM
from workshops.models import Activity, Workshop
from workshops.registries import Spotlight, spotlights
from workshops.workshop.models import WorkshopState

Part = Callable[[], str]


def _pages(world: World) -> Iterator[Part]:
    """The pages that people read. Forms are left out: they have all fields of a kind."""
    yield from _asked_for(world, lambda entry: entry.access != "allauth" and "result" not in entry.name)


def _results(world: World) -> Iterator[Part]:
    yield from _asked_for(world, lambda entry: "result" in entry.name)


def _asked_for(world: World, is_chosen: Callable[[Entry], bool]) -> Iterator[Part]:
    clients = _clients(world)
    for entry in pages(world):
        if "POST" not in entry.methods and is_chosen(entry):
            yield partial(_page, clients[visitor(entry)], entry.url(world.own))


def _room(world: World) -> Iterator[Part]:
    """Phone, console and stage of each activity, and the stage of the workshop after its end."""
    clients = _clients(world)
    for activity in world.own.activities.values():
        for role, surface in (("guest", ""), ("admin", "console/"), ("admin", "stage/")):
            yield partial(_screen, world.own.workshop, activity, clients[role], surface)
    yield partial(_ended, world.own.workshop, clients["admin"])


def _screen(workshop: Workshop, activity: Activity, client: Client, surface: str) -> str:
    show(workshop, activity)
    return _page(client, f"/w/{workshop.code}/{surface}")


def _ended(workshop: Workshop, client: Client) -> str:
    row = Workshop._base_manager.filter(pk=workshop.pk)
    row.update(state=WorkshopState.ENDED)
    page = _page(client, f"/w/{workshop.code}/stage/")
    row.update(state=WorkshopState.LIVE)
    return page


def _clients(world: World) -> dict[str, Client]:
    clients = {role: world.client(role) for role in ("admin", "guest", "anonymous")}
    return clients | {"observer": world.observer()}


def _page(client: Client, url: str) -> str:
    response = ask(client, "GET", url)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return text_of(response) if is_page else ""


def _report(world: World) -> Iterator[Part]:
    """The glossary of a report has the terms that occur in it, so it shows no row for its own sake."""
    sections = chosen_sections(FULL)
    for section in sections:
        if section.key != glossary.KEY:
            yield partial(_section, world, section, sections)


def _section(world: World, section: ReportSection, sections: list[ReportSection]) -> str:
    with one_reading(), on_paper(), printing(sections):
        content = section_of(section, _discovery(world))
    body = content.body if content else ""
    assert "This section couldn’t be created" not in body, section.key
    return body


def _sheets(world: World) -> Iterator[Part]:
    for sheet in all_sheets():
        yield partial(_sheet, world, sheet)


def _sheet(world: World, sheet: Sheet) -> str:
    table = sheet.table(_discovery(world))
    return "\n".join(str(cell) for row in (table.rows if table else ()) for cell in row)


def _slides(world: World) -> Iterator[Part]:
    for slides in report_slides:
        yield partial(_slides_of, world, slides)


def _slides_of(world: World, slides: SlideSet) -> str:
    texts: list[object] = []
    for slide in slides.slides(_discovery(world)):
        texts += [slide.title, *slide.lines]
        texts += (cell for row in (slide.table.rows if slide.table else ()) for cell in row)
    return "\n".join(map(str, texts))


def _spotlights(world: World) -> Iterator[Part]:
    for spotlight in spotlights:
        for uuid, _label in spotlight.choices(_discovery(world)):
            yield partial(_spotlight, world, spotlight, uuid)


def _spotlight(world: World, spotlight: Spotlight, uuid: str) -> str:
    context = spotlight.context(_discovery(world), uuid)
    return "" if context is None else render_to_string(spotlight.template, context)


def _text(world: World) -> Iterator[Part]:
    yield lambda: export_text(actor=SYSTEM, discovery=_discovery(world))


def _interface(world: World) -> Iterator[Part]:
    client = world.interface()
    for name in readable():
        address = f"/api/v1/discoveries/{world.own.discovery.slug}/artifacts/{name}"
        yield partial(_answer, client, address)


def _answer(client: Client, address: str) -> str:
    return text_of(ask(client, "GET", address))


def _discovery(world: World) -> Discovery:
    return Discovery.objects.get(pk=world.own.discovery.pk)


SURFACES: Final[dict[str, Callable[[World], Iterator[Part]]]] = {
    "page": _pages,
    "report": _report,
    "sheet": _sheets,
    "slides": _slides,
    "spotlight": _spotlights,
    "room": _room,
    "results": _results,
    "api": _interface,
    "text": _text,
}
