"""Whatever people type stays text: on every page, in the drawn tree, in the report, and in the forms it comes
back in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeGuard

import pdfplumber
import pytest
from django import forms
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Lower
from django.forms.boundfield import BoundField
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from core.models import Artifact, Operation
from handover.models import HandoverVersion, ReportExport
from handover.reports.document import assemble, make_page, make_pdf
from lvt.models import Criterion
from lvt.scale_steps import LONGEST_LABEL
from organizations.models import User
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import Entry
from tests.architecture.markup import Markup, read
from tests.architecture.table import TABLE
from tests.architecture.test_csp import faults, for_people, pages, visitor
from tests.architecture.world import World, show
from tests.sweeps import SAMPLED, cut
from workshops.models import Participant

# What a page says is the same whatever database is beneath; test_access.py opens them all on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
# Elements and attributes that no page of ours uses: one of them in a page is what somebody typed.
PIECES = (
    """'"><xss onerror=alert(1)>""",  # ends an attribute in either kind of quotes
    "</script></title><xss>",
    "{{60070000|add:7}}{%xss%}",
    "&lt;xss&gt;\\N\\l]]>-->xss",
    "=1+1\u202exss\u0007",
)
# The same for fields that have no room for them.
SHORT_PIECES = ("""'"><xss onerror=1>""", "</script><xss>", "{%xss%}", "&lt;xss>\\N", "=1\u202e\u0007")
# What the drawing of a tree consists of.
DRAWN = {"svg", "g", "title", "desc", "path", "polygon", "polyline", "ellipse", "text", "a"}
# Not written by people: names of registered things, addresses, secrets.
_NOT_TYPED = {
    *("slug", "code", "template", "secret", "join_key", "path", "format", "verb", "password"),
    *("kind", "became_kind", "spotlight_kind", "phase", "author", "observer_key", "result_key"),
}
# Whole documents that the product wrote from what people typed; the test of the report writes one.
_WRITTEN_BY_US = {(HandoverVersion, "document"), (HandoverVersion, "page"), (ReportExport, "source")}


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and field.name not in _NOT_TYPED
        and (model, field.name) not in _WRITTEN_BY_US
    ]


def typed_models() -> list[type[models.Model]]:
    artifacts = [model for model in apps.get_models() if issubclass(model, Artifact)]
    return [*artifacts, Participant, User, Operation, ReportExport]


def _is_told_apart_by(model: type[models.Model], name: str) -> bool:
    """Whether rows of one owner must differ in this field, whatever its case."""
    lowered = Lower(name)
    return any(
        isinstance(each, models.UniqueConstraint) and (name in each.fields or lowered in each.expressions)
        for each in model._meta.constraints
    )


def write_everywhere(text: Callable[[int], str]) -> None:
    """Put `text(max_length)` into each text of the database, past the forms that would clean it."""
    for model in typed_models():
        for field in text_fields(model):
            if field.unique:  # an e-mail address
                continue
            manager = getattr(model, "everything", model._default_manager)
            if (model, field.name) == (Criterion, "steps"):  # what a step means is typed, after its number
                manager.update(steps=", ".join(f"{number} {text(LONGEST_LABEL)}" for number in range(6)))
                continue
            room = field.max_length or 2000
            if not _is_told_apart_by(model, field.name):
                manager.update(**{field.name: text(room)})
                continue
            for number, key in enumerate(manager.values_list("pk", flat=True)):
                manager.filter(pk=key).update(**{field.name: f"{text(room - 4)} {number}"})


def _packed(pieces: Sequence[str], room: int) -> list[str]:
    """All of the pieces, in as few texts as have room for them."""
    texts: list[str] = []
    for piece in pieces:
        fitting = next((at for at, text in enumerate(texts) if len(text) + 1 + len(piece) <= room), None)
        if fitting is None:
            texts.append(piece[:room])
        else:
            texts[fitting] += f" {piece}"
    return texts


TEXTS = ("all that fits", "the rest, or what came last at first", "the rest, or as long as it may be")


def _texts(room: int) -> list[str]:
    """What is written into a field with this room, for each of TEXTS: together they hold every piece."""
    texts = _packed(PIECES, room)
    if len(texts) > len(TEXTS) or len(max(PIECES, key=len)) > room:
        texts = _packed(SHORT_PIECES, room)
    if len(texts) == 1:
        texts += _packed(PIECES[3:] + PIECES[:3], room)
    texts += ["Unbroken" * (room // 8) + "x" * (room % 8)] * len(TEXTS)
    return texts[: len(TEXTS)]


@pytest.fixture
def written(world: World) -> Iterator[Callable[[str], None]]:
    """Writes one of TEXTS everywhere; afterwards the world is as it was."""
    with transaction.atomic():
        yield lambda which: write_everywhere(lambda room: _texts(room)[TEXTS.index(which)])
        transaction.set_rollback(True)


_FINE = (200, 302, 303)
# A sentence that says what the state does not allow now, or that nothing is live in this process.
_NOT_NOW = (409, 503)
# The page of a refusal answers with the status that its address names, and there is no provider here.
_REFUSALS = {
    "discovery:refused": (413,),
    "discovery:identity_start": (404,),
    "discovery:identity_callback": (404,),
    # Without its own query it doesn't know what to draw.
    "discovery:workshop_spotlight_preview?kind=diamonds&uuid=00000000-0000-0000-0000-000000000001": (422,),
}


def _is_page(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whether a browser would read the answer as markup. The script that puts data on a page escapes it, and
    what spreadsheets and calendars read has tests of its own."""
    return (
        isinstance(response, HttpResponse)
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
    )


def broken(markup: Markup) -> list[str]:
    """What of the hostile text has become more than text."""
    wrong = [each for each in markup.active if "xss" in each or "alert" in each]
    wrong += ["<xss>"] * ("xss" in markup.tags) + ["onerror="] * ("onerror" in markup.attributes)
    # Eight digits: fewer turn up by chance in a page full of uuids.
    wrong += ["a template was run"] * ("60070007" in markup.text)
    return wrong


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize("which", TEXTS)
def test_hostile_text_is_inert_on_every_page(
    world: World, written: Callable[[str], None], which: str
) -> None:
    written(which)
    clients = {role: world.client(role) for role in ("admin", "guest", "anonymous")}
    clients["observer"] = world.observer()
    answers = {
        entry.label: ask(clients[visitor(entry)], "GET", entry.url(world.own))
        for entry in cut([entry for entry in pages(world) if entry.access != "allauth"], 120)
    }
    for kind, activity in cut(world.own.activities.items(), 8):
        show(world.own.workshop, activity)
        for role, surface in (("guest", ""), ("admin", "console/"), ("admin", "stage/")):
            url = f"/w/{world.own.workshop.code}/{surface}"
            answers[f"{kind} {surface}"] = ask(clients[role], "GET", url)
    wrong: dict[str, object] = {}
    shown = 0
    for label, response in answers.items():
        if response.status_code not in (*_FINE, *_NOT_NOW, *_REFUSALS.get(label, ())):
            wrong[label] = response.status_code
        elif _is_page(response):
            markup = read(response.content.decode())
            shown += "xss" in markup.text or "Unbroken" in markup.text
            if problems := broken(markup):
                wrong[label] = problems
        # Nor does a page hold what the policy refuses; an address of files of ours says its own.
        if label not in wrong and (problems := faults(response)):
            wrong[label] = problems
    assert wrong == {}
    assert shown > 60, "the text must be there, or nothing was tested"


def test_hostile_text_is_inert_in_the_drawn_tree(world: World, written: Callable[[str], None]) -> None:
    entry = next(entry for entry in TABLE if entry.name == "lvt:tree_diagram_file")
    for which in TEXTS:
        written(which)
        response = ask(world.client("admin"), "GET", entry.url(world.own))
        assert response.status_code == 200, which
        assert isinstance(response, HttpResponse)
        markup = read(response.content.decode())
        assert not markup.active, which
        assert not broken(markup), which
        assert markup.tags <= DRAWN


@pytest.mark.sweep(sample="tests/lvt/test_report.py")
@pytest.mark.usefixtures("paper")
def test_hostile_text_is_inert_in_the_report(world: World, written: Callable[[str], None]) -> None:
    discovery = world.own.discovery
    for which in cut(TEXTS, 1):
        written(which)
        discovery.refresh_from_db()
        html = assemble(discovery, made_at=MADE_AT, progress=lambda percent, words: None)
        assert broken(read(html)) == [], which
    written(TEXTS[0])
    discovery.refresh_from_db()
    frozen = read(make_page(discovery))
    assert broken(frozen) == []
    assert PIECES[0] in frozen.text
    with pdfplumber.open(io.BytesIO(make_pdf(discovery, made_at=MADE_AT))) as document:
        text = "".join("".join(page.extract_text().split()) for page in document.pages)
    assert PIECES[0].replace(" ", "") in text
    assert PIECES[2] in text


def test_every_field_holds_every_piece() -> None:
    rooms = {field.max_length or 2000 for model in typed_models() for field in text_fields(model)}
    for room in rooms:
        together = " ".join(_texts(room))
        whole = all(piece in together for piece in PIECES)
        assert whole or all(piece in together for piece in SHORT_PIECES) or room < len(SHORT_PIECES[0]), room
        assert all(len(text) <= room for text in _texts(room))


# --- Forms ----------------------------------------------------------------------------------------


def form_of(response: Any) -> forms.BaseForm | None:
    contexts = response.context or ()
    return next((each["form"] for each in contexts if "form" in each and each["form"] is not None), None)


def sent(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser would send when nothing was touched."""
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(field.field.widget, forms.DateTimeInput | forms.DateInput | forms.NumberInput):
            value = field.field.widget.format_value(value)
        if value is True or (value not in (None, False, "")):
            data[field.html_name] = "on" if value is True else value
    return data


def typed(form: forms.BaseForm) -> list[BoundField]:
    return [
        field
        for field in form
        if isinstance(field.field, forms.CharField) and not isinstance(field.field.widget, forms.HiddenInput)
    ]


def form_pages() -> list[Entry]:
    return [
        entry
        for entry in TABLE
        if entry.methods == ("GET", "POST")
        and not entry.query
        and entry.access != "allauth"
        and for_people(entry)
    ]


def _refuse_nul(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert "\\x00" not in repr(params), sql
    return execute(sql, params, many, context)


def _is_secret(field: forms.BoundField) -> bool:
    """A page never says a password again."""
    return isinstance(field.field.widget, forms.PasswordInput)


def test_forms_take_no_control_characters_and_refuse_what_is_too_long(world: World) -> None:
    clients = {role: world.client(role) for role in ("admin", "guest", "anonymous")}
    clients["observer"] = world.observer()
    wrong, tried = [], 0
    for entry in cut(form_pages(), 30):
        client = clients["anonymous" if entry.name == "discovery:join" else visitor(entry)]
        url = entry.url(world.own)
        form = form_of(ask(client, "GET", url))
        if form is None or not typed(form):
            continue
        # All at once: each is refused, kept, and told beside its field, whatever else is wrong.
        too_long = {field.html_name: f"{field.html_name}{'x' * 10_000}" for field in typed(form)}
        long = ask(client, "POST", url, {**sent(form), **too_long})
        returned, page = form_of(long), text_of(long)
        said = read(page).text
        for field in typed(form):
            tried += 1
            where = f"{entry.name} {field.name}"
            if long.status_code != 422 or returned is None or field.name not in returned.errors:
                wrong.append(f"{where}: 10,000 characters gave {long.status_code}")
            elif too_long[field.html_name] not in page and not _is_secret(field):
                wrong.append(f"{where}: what was typed is lost")
            elif str(returned.errors[field.name][0]) not in said:
                wrong.append(f"{where}: no error beside the field")
            with connection.execute_wrapper(_refuse_nul):
                nul = ask(client, "POST", url, {**sent(form), field.html_name: "a\x00b\x1bc"})
            if nul.status_code not in (200, 204, 302, 303, 404, 409, 422):
                wrong.append(f"{where}: control characters gave {nul.status_code}")
    assert wrong == []
    assert tried > (20 if SAMPLED else 50)


def test_a_card_too_long_is_refused_beside_its_field(world: World) -> None:
    half = world.own
    url = f"/w/{half.workshop.code}/activities/{half.activities['write_use_cases'].uuid}/cards/"
    response = ask(world.client("guest"), "POST", url, {"name": "x" * 10_000, "we_believe": "kept\x00"})
    assert response.status_code == 422
    assert isinstance(response, JsonResponse)
    answer = json.loads(response.content)
    assert answer["error"]
    assert "at most 120" in " ".join(answer["errors"]["name"])


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00%22%3E%3Cxss%3E&page=-1&domain=%00&hypothesis=%00&surface=%3Cxss%3E&next=%00",
        "?page=99999999999999999999&rev=9e99&surface=%F0%9F%92%A9&loose=%00&present=%00&q=%25_%5C",
    ],
)
def test_hostile_queries_break_nothing(world: World, query: str) -> None:
    clients = {role: world.client(role) for role in ("admin", "guest", "anonymous")}
    clients["observer"] = world.observer()
    wrong = {}
    for entry in cut(pages(world), 40):
        response = ask(clients[visitor(entry)], "GET", entry.url(world.own).partition("?")[0] + query)
        if (
            response.status_code
            not in (
                *(*_FINE, *_NOT_NOW, 401, 404),
                *_REFUSALS.get(entry.label, ()),
            )
            and entry.access != "surface"
        ):
            wrong[entry.label] = response.status_code
        elif _is_page(response) and broken(read(response.content.decode())):
            wrong[entry.label] = 0
    assert wrong == {}


_PATHS = "/join/%00/ /join/%3Cxss%3E/ /w/------/ /d/%00/ /d/nothing/ /me/%00:x/ /sign-in/%00/"


@pytest.mark.parametrize("path", _PATHS.split())
def test_hostile_addresses_are_unknown(client: Any, path: str) -> None:
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code in (302, 404)
    assert broken(read(response.content.decode())) == []
