"""The pages of promises: the questions with their preview, files, and what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.services import kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import User
from products.models import DataProduct, Measurement, MeasurementKey, ProductState, Slo, UsagePattern
from products.promises.exports import promises_sheet
from products.promises.measurements.services import record
from products.promises.report import promises_section
from products.promises.services import TargetWindow, add_slo
from tests import factories
from tests.factories import make
from tests.products.promising import FIRST, day, freshness
from tests.sending import HTMX
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def slo(editor: Actor, product: DataProduct) -> Slo:
    return freshness(editor, product)


@pytest.fixture
def client(client_of: ClientOf, account: User) -> Client:
    return client_of(account)


def _url(name: str, discovery: Discovery, *args: Any) -> str:
    return reverse(f"products:{name}", args=[discovery.slug, *args])


def _sent(*windows: dict[str, str], **changed: str) -> dict[str, str]:
    """What the form of a new objective sends."""
    sent = {
        "kind": "freshness",
        "basis": "events",
        "events": "visits",
        "indicator": "processed",
        "threshold": "before 9:00",
        "time_zone": "Europe/Berlin",
        "windows-TOTAL_FORMS": str(len(windows) or 1),
        "windows-INITIAL_FORMS": "0",
        **changed,
    }
    plain = {"uuid": "", "target": "99.5", "length": "1", "unit": "day", "is_rolling": "False"}
    for number, window in enumerate(windows or ({},)):
        sent |= {f"windows-{number}-{name}": value for name, value in {**plain, **window}.items()}
    return sent


# --- The questions --------------------------------------------------------------------------------


def test_step_by_step_to_a_promise(
    client: Client, editor: Actor, discovery: Discovery, product: DataProduct
) -> None:
    pattern = make(UsagePattern, product=product, who="PJP", how_fresh="by eight o'clock")
    url = f"{_url('slo_add', discovery, product.uuid)}?pattern={pattern.uuid}"
    chosen = client.get(url).content.decode()
    assert "Requested" in chosen
    assert f"pattern={pattern.uuid}&amp;kind=freshness" in chosen
    asked = client.get(f"{url}&kind=freshness").content.decode()
    assert "by eight o&#x27;clock" in asked
    assert "What has to arrive on time?" in asked
    saved = client.post(f"{url}&kind=freshness", _sent({}, {"target": "98", "unit": "month"}))
    assert saved.status_code == 303
    made = Slo.objects.get()
    assert made.pattern == pattern
    assert made.sentence == "99.5% of visits processed before 9:00 each day, and 98% each month"
    page = client.get(_url("product_promises", discovery, product.uuid), follow=True).content.decode()
    assert made.sentence in page


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ({"target": "often"}, "Words like “often” can’t be checked"),
        ({"target": "100"}, "100% leaves no budget"),
        ({"target": "0"}, "0% promises nothing"),
        ({"target": "99", "length": "0"}, "window needs a length"),
        ({"target": "99", "length": "5000"}, "window is too long"),
    ],
)
def test_nonsense_is_explained_beside_its_field_and_in_the_preview(
    client: Client, discovery: Discovery, product: DataProduct, window: dict[str, str], said: str
) -> None:
    refused = client.post(_url("slo_add", discovery, product.uuid), _sent(window))
    assert refused.status_code == 422
    (error,) = [
        error for form in refused.context["windows"] for errors in form.errors.values() for error in errors
    ]
    assert said in error
    assert 'value="visits"' in refused.content.decode(), "nothing that was typed is lost"
    shown = client.post(_url("slo_preview", discovery, product.uuid), _sent(window), headers=HTMX)
    assert said in shown.content.decode()
    assert not Slo.objects.exists()


def test_the_preview_computes_while_typing(
    client: Client, discovery: Discovery, product: DataProduct
) -> None:
    sent = _sent(
        {"target": "99", "length": "28", "is_rolling": "True"},
        {"target": ""},
        basis="time",
        indicator="it runs",
        time_zone="UTC",
    )
    shown = client.post(_url("slo_preview", discovery, product.uuid), sent, headers=HTMX).content.decode()
    assert "it runs before 9:00 for 99% of the time over the last 28 days" in shown
    assert "6 h 43 min may be missed" in shown
    assert "Enter a target" in shown
    nothing = client.post(_url("slo_preview", discovery, product.uuid), {}, headers=HTMX)
    assert nothing.status_code == 200


def test_windows_are_added_and_removed_and_nothing_is_lost(
    client: Client, discovery: Discovery, product: DataProduct
) -> None:
    url = _url("slo_add", discovery, product.uuid)
    more = client.post(url, {**_sent({"target": "98.7"}), "add_window": "1"}, headers=HTMX)
    text = more.content.decode()
    assert more.status_code == 200
    assert "<html" not in text
    assert 'name="windows-1-target"' in text
    assert 'name="windows-2-target"' not in text
    assert 'value="98.7"' in text
    less = client.post(url, {**_sent({}, {"target": "97.6"}), "remove_window": "0"}).content.decode()
    assert 'value="97.6"' in less
    assert 'name="windows-1-target"' not in less
    assert not Slo.objects.exists()


def test_editing_shows_both_versions_when_somebody_was_quicker(
    client: Client, discovery: Discovery, slo: Slo
) -> None:
    url = _url("slo_edit", discovery, slo.uuid)
    text = client.get(url).content.decode()
    assert 'value="99.5"' in text
    assert 'value="98"' in text
    assert 'name="windows-2-target"' not in text, "only the windows that it has"
    window = {"uuid": str(slo.windows.get(unit="day").uuid)}
    stale = {**_sent(window), "revision": str(slo.revision)}
    assert client.post(url, {**stale, "threshold": "before 7:00"}).status_code == 303
    refused = client.post(url, stale)
    assert refused.status_code == 409
    assert "before 7:00" in refused.content.decode()
    slo.refresh_from_db()
    assert slo.sentence == "99.5% of visits processed before 7:00 each day"


# --- What is shown --------------------------------------------------------------------------------


def test_pages_say_what_is_left_in_a_fixed_number_of_queries(
    client: Client, editor: Actor, discovery: Discovery, product: DataProduct, slo: Slo
) -> None:
    record(actor=editor, slo=slo, measurements=[day(0, 1), day(1, 9)])
    urls = [
        _url("promises", discovery),
        _url("product_promises", discovery, product.uuid),
        _url("slo", discovery, slo.uuid),
        _url("product_usage", discovery, product.uuid),
    ]
    counts = [_queries(client, url) for url in urls]
    for number in range(5):
        other = freshness(editor, product)
        record(actor=editor, slo=other, measurements=[day(number, 9)])
        record(actor=editor, slo=slo, measurements=[day(number + 2, 0)])
        kinds.add(actor=editor, draft=UsagePattern(product=product, who=f"Person {number}"))
    assert [_queries(client, url) for url in urls] == counts
    text = client.get(urls[0]).content.decode()
    assert "Violated" in text
    assert "4 misses too many" in text
    assert "Fix this before new features" in text
    assert 'class="row slo is-violated"' in text
    assert re.search(r'data-label="Worst measurement">[\d.]+%<', text)
    assert re.search(r'data-label="Allowed overall">[\d.]+%<', text)
    assert "5 of 6 promises are violated: Freshness of" in text


def test_measurements_before_go_live_are_named_as_such_on_page_paper_and_stage(
    client: Client, editor: Actor, discovery: Discovery, product: DataProduct, slo: Slo
) -> None:
    """A data product that no one can use yet keeps no promise to anyone."""
    record(actor=editor, slo=slo, measurements=[day(1, 0)])
    stage = spotlights.get("slo")
    for state, words, title in (
        (ProductState.BUILDING, "Kept before go-live", f"Before go-live, {product} keeps its promise"),
        (ProductState.LIVE, "Kept", f"{product} keeps its promise"),
    ):
        DataProduct.objects.filter(pk=product.pk).update(state=state)
        assert f"{words}</" in client.get(_url("slo", discovery, slo.uuid)).content.decode()
        section = promises_section(discovery)
        assert f"<td>{words}</td>" in render_to_string("products/report/promises.html", section)
        sheet = promises_sheet(discovery)
        assert sheet is not None
        assert words in sheet.rows[0]
        shown = stage.context(discovery, str(slo.uuid))
        assert shown is not None
        assert shown["headline"] == title


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, follow=True).status_code == 200
    return len(queries)


def test_the_list_and_the_template_show_the_tightest_window_with_its_unit(
    client: Client, editor: Actor, discovery: Discovery, slo: Slo
) -> None:
    record(actor=editor, slo=slo, measurements=[day(0, 0), day(1, 9)])
    for address in (
        reverse("products:product_list", args=[discovery.slug]),
        reverse("products:product", args=[discovery.slug, slo.product.uuid]),
    ):
        page = client.get(address).content.decode()
        assert "Yesterday’s transactions: 9 missed, 5 allowed" in page
        assert page.count("missed,") == 1
        assert "Violated" in page


def test_the_list_says_of_a_promise_without_windows_that_it_has_no_target(
    client: Client, editor: Actor, discovery: Discovery, slo: Slo
) -> None:
    address = reverse("products:product_list", args=[discovery.slug])
    assert "Not measured yet" in client.get(address).content.decode()
    record(actor=editor, slo=slo, measurements=[day(0, 0)])
    with operation(editor, "test.changed", place=discovery):
        slo.windows.all().delete()
    page = client.get(address).content.decode()
    assert "No target" in page
    assert "ot measured yet" not in page


def test_a_viewer_is_offered_nothing_to_change(client_of: ClientOf, discovery: Discovery, slo: Slo) -> None:
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER, name="Vic"))
    for url in (_url("slo", discovery, slo.uuid), _url("product_usage", discovery, slo.product.uuid)):
        text = viewer.get(url, follow=True).content.decode()
        assert "/add/" not in text.partition("<main")[2]


def test_deleting_offers_undo(client: Client, discovery: Discovery, slo: Slo) -> None:
    url = _url("product_promises", discovery, slo.product.uuid)
    assert client.post(_url("slo_delete", discovery, slo.uuid)).headers["Location"] == url
    page = client.get(url, follow=True).content.decode()
    assert "Promise deleted" in page
    assert "/undo/" in page
    assert "No promise yet" in page


# --- Measurements ---------------------------------------------------------------------------------


def test_a_measurement_by_hand_in_the_zone_of_the_objective(
    client: Client, editor: Actor, discovery: Discovery, product: DataProduct
) -> None:
    berlin = add_slo(
        actor=editor,
        product=product,
        kind="volume",
        indicator="arrive",
        events="visits",
        time_zone="Europe/Berlin",
        windows=[TargetWindow(Decimal(99))],
    )
    url = _url("measurement_add", discovery, berlin.uuid)
    sent = {"starts_at": "2024-03-31T00:00", "ends_at": "2024-04-01T00:00", "total": "10", "bad": "1"}
    assert client.post(url, sent).status_code == 303
    row = Measurement.objects.get()
    assert (row.ends_at - row.starts_at).total_seconds() == 23 * 3600
    leapt = client.post(url, {**sent, "starts_at": "2024-03-31T02:30"})
    assert leapt.status_code == 422
    assert "doesn’t exist" in leapt.content.decode()
    for wrong, field in (({"bad": "11"}, "bad"), ({"ends_at": "2024-03-30T00:00"}, "ends_at")):
        refused = client.post(url, {**sent, **wrong})
        assert list(refused.context["form"].errors) == [field]
    edit = _url("measurement_edit", discovery, row.uuid)
    assert 'value="2024-03-31T00:00"' in client.get(edit).content.decode()
    next_day = {**sent, "starts_at": "2024-04-01T00:00", "ends_at": "2024-04-02T00:00"}
    assert client.post(url, next_day).status_code == 303
    over = client.post(edit, {**sent, "ends_at": "2024-04-01T12:00", "revision": str(row.revision)})
    assert over.status_code == 422
    assert "count twice" in str(over.context["form"].errors["starts_at"])


HEADER = "starts_at,ends_at,total,missed,note\n"
GOOD = HEADER + "2024-03-04T00:00,2024-03-05T00:00,1000,3,=1+1\n2024-03-05,2024-03-06,1000,9,\n"


def _upload(client: Client, discovery: Discovery, slo: Slo, content: bytes) -> Any:
    sent = {"file": SimpleUploadedFile("measured.csv", content)}
    return client.post(_url("measurement_import", discovery, slo.uuid), sent)


def test_an_action_outlives_the_measurement_that_opened_it_and_the_page_says_so(
    client: Client, editor: Actor, discovery: Discovery, slo: Slo, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=1, hours=12), tick=False)
    stays = "There’s budget again. The action stays open until someone closes it."
    (action,) = record(actor=editor, slo=slo, measurements=[day(0, 6)]).actions
    page = client.get(_url("slo", discovery, slo.uuid)).content.decode()
    assert action.title in page
    assert stays not in page

    measurement = Measurement.objects.get(slo=slo)
    client.post(_url("measurement_delete", discovery, measurement.uuid))

    page = client.get(_url("slo", discovery, slo.uuid)).content.decode()
    assert action.title in page
    assert stays in page


def test_a_file_is_imported_and_opens_an_action(client: Client, discovery: Discovery, slo: Slo) -> None:
    template = client.get(_url("measurement_template", discovery, slo.uuid)).content
    assert template.startswith(HEADER.strip().encode())
    assert _upload(client, discovery, slo, GOOD.encode()).status_code == 303
    assert [(int(row.bad), row.note, row.origin) for row in Measurement.objects.all()] == [
        (3, "=1+1", "csv"),
        (9, "", "csv"),
    ]
    page = client.get(_url("slo", discovery, slo.uuid)).content.decode()
    assert "Reliability before features" in page
    other = GOOD.replace(",", ";").encode("utf-8-sig")
    assert _upload(client, discovery, slo, other).status_code == 303
    assert Measurement.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (GOOD.encode("utf-16"), "isn’t in UTF-8"),
        (GOOD.replace("=1+1", "Müller").encode("latin-1"), "isn’t in UTF-8"),
        (b"\x89PNG\r\n\x00\x00", "isn’t in UTF-8"),
        (b"a\0b", "isn’t a CSV file"),
        (b"when,what\n1,2\n", "must contain the column names"),
        (HEADER.encode(), "contains no measurements"),
        (GOOD.encode() + b'2024-03-06,2024-03-07,10,1,"open', "Line 4 can’t be read"),
        (GOOD.encode() + b"2024-03-06,2024-03-07,=1+1,1,\n", "Line 4: total: “=1+1” isn’t a number"),
        (GOOD.encode() + b"yesterday,2024-03-07,10,1,\n", "Line 4: starts_at: “yesterday” isn’t a time"),
        (GOOD.encode() + b"2024-03-06,2024-03-07,10,,\n", "Line 4: missed: A number is missing"),
        (GOOD.encode() + b"2024-03-06,2024-03-07,10,1e999,\n", "Line 4: missed"),
        (GOOD.encode() + b"2024-03-06,2024-03-07,10,11,\n", "Line 4: “Missed” can’t be more"),
        (GOOD.encode() + b"2024-03-05T12:00,2024-03-07,10,1,\n", "Line 4: This overlaps"),
        (GOOD.encode() + b"1,2,3,4,5,6\n", "more cells"),
        (HEADER.encode() + b"2024-03-06,2024-03-07,10,1,\n" * 2001, "more than 2,000 lines"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(
    client: Client, discovery: Discovery, slo: Slo, content: bytes, said: str
) -> None:
    refused = _upload(client, discovery, slo, content)
    assert refused.status_code == 422
    assert said in " ".join(refused.context["form"].errors["file"])
    assert not Measurement.objects.exists()


def test_a_key_is_shown_once(client_of: ClientOf, discovery: Discovery) -> None:
    client = client_of(factories.access(discovery, name="Fio"))
    day = (timezone.localdate() + timedelta(days=300)).isoformat()
    made = client.post(_url("measurement_key_add", discovery), {"name": "Pipeline", "ends_on": day})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    listed = client.get(_url("measurement_keys", discovery)).content.decode()
    assert "Pipeline" in listed
    assert secret not in listed
    key = MeasurementKey.objects.get()
    client.post(_url("measurement_key_revoke", discovery, key.uuid))
    assert not MeasurementKey.objects.exists()
