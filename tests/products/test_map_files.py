"""Maps as files: for other programs, for paper, from the page and from the command line."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from lxml import etree

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from documents import concurrency_limit, diagrams, pdf_engine_process
from documents.paper import SMALLEST_WORDS, TURNED
from lvt.models import Goal, Hypothesis, UseCase
from organizations.actors import Actor
from organizations.models import User
from products.design.product.services import delete_product
from products.landscape.files import FORMATS, MapFile, map_tiles
from products.landscape.map_text_formats import json_text, mermaid_source
from products.landscape.rules import Edge, Graph, NodeKind, services_of
from products.models import DataProduct, InputPort, ProductState
from products.report import landscape_section, maps_section
from tests import factories
from tests.documents.test_diagrams import HOSTILE
from tests.products.large_maps import landscape
from tests.products.maps import EXAMPLE, graph, node

# Every line that mermaid_source may write: labels are quoted, and hold letters, digits and entities only.
_LABEL = r'"(?:[^\W_]|[ ·-]|<br/>|#\d+;|\p{M})*"'.replace(r"\p{M}", "[\u0300-\u036f\u0591-\u05c7]")
MERMAID = re.compile(
    r"flowchart LR"
    rf"|  subgraph lane_\d\[{_LABEL}\]"
    rf"|    n\d+(?:\{{\{{{_LABEL}\}}\}}|\[{_LABEL}\]|\({_LABEL}\)):::[a-z_]+"
    r"|  end"
    r"|  n\d+ --> n\d+"
    r"|  classDef [a-z_]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}"
)


def as_file(of: Graph) -> MapFile:
    return MapFile(of, services_of(of), "Landscape of Acme", "Acme")


# --- Text -----------------------------------------------------------------------------------------


def test_the_json_is_what_other_programs_were_promised() -> None:
    read = json.loads(json_text(EXAMPLE))

    assert set(read) == {"nodes", "edges"}
    by_id = {each["id"]: each for each in read["nodes"]}
    assert by_id["p_visits"] == {
        "id": "p_visits",
        "name": "p_visits",
        "kind": "source_oriented_product",
        "domain": "",
        "state": "",
        "shared": False,
        "use_cases": ["u_360"],
        "reaches": ["u_eng"],
    }
    assert {key for key, each in by_id.items() if each["shared"]} == {"p_hcp", "p_consent", "p_content"}
    assert {"source": "c_360", "target": "c_eng"} in read["edges"]
    assert {each["kind"] for each in read["nodes"]} == set(NodeKind) - {NodeKind.AGGREGATE_PRODUCT}
    (aggregate,) = json.loads(json_text(graph("", "a1")))["nodes"]
    assert aggregate["kind"] == "aggregate_product"


def test_mermaid_has_a_lane_per_kind_and_the_one_table_of_colors() -> None:
    source = mermaid_source(graph("s1>p1 p1>c1 p1>c2 c1>u1 c2>u2"))

    assert all(MERMAID.fullmatch(line) for line in source.splitlines())
    assert '    n1{{"p1 ❷"}}:::shared' in source.splitlines()
    assert "  classDef shared fill:#f5c518,stroke:#f5c518,color:#17212b" in source.splitlines()
    assert source.count("subgraph") == 4
    assert source.count(" --> ") == 5


@pytest.mark.parametrize(
    "text", [*HOSTILE, "1. one", "- two", "`code`", "end", "%% no", "a\nb", '"]; click x']
)
def test_hostile_names_are_inert_in_text(text: str) -> None:
    of = Graph.of([node("p1", name=text, domain=text), node("u1", name="calm")], [Edge("p1", "u1")])

    lines = mermaid_source(of).splitlines()

    assert [line for line in lines if not MERMAID.fullmatch(line)] == []
    assert len(lines) == 10
    content = FORMATS["json"].make(as_file(of)).decode()
    assert json.loads(content)["nodes"][1]["name"] == "calm"
    assert b"/d/" not in FORMATS["dot"].make(as_file(of))


# --- Drawings -------------------------------------------------------------------------------------


def test_every_format_is_what_it_says() -> None:
    starts = {
        "svg": b"<svg",
        "png": b"\x89PNG",
        "pdf": b"%PDF",
        "dot": b"digraph",
        "mermaid": b"flowchart",
        "drawio": b"<mxfile",
        "miro": b"Text,Kind,Note",
    }
    for name, start in starts.items():
        assert FORMATS[name].make(as_file(EXAMPLE)).startswith(start), name


def test_a_small_map_is_one_page_and_tagged(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    path.write_bytes(FORMATS["pdf"].make(as_file(EXAMPLE)))

    with pikepdf.open(path) as read:
        assert len(read.pages) == 1
        width, height = (float(value) for value in list(read.pages[0].MediaBox)[2:])
        assert width > height
        assert "/StructTreeRoot" in read.Root
        assert read.docinfo["/Title"] == "Landscape of Acme"


@pytest.mark.parametrize("products", [30, 120])
def test_a_large_map_is_cut_into_parts_that_can_be_read(products: int) -> None:
    of = landscape(products)
    overview, *parts = map_tiles(as_file(of))

    assert len(parts) > 1
    root = etree.fromstring(_svg_of(overview.picture))
    _left, _top, width, _height = map(float, root.get("viewBox", "").split())
    sizes = {float(text.get("font-size", 14)) for text in root.iter("{*}text")}
    assert overview.picture.width / width * min(sizes) >= SMALLEST_WORDS * 4 / 3
    assert {"".join(text.itertext()) for text in root.iter("{*}text")} == {
        name for name, _n in overview.index
    }
    # Each node stands whole in one part, and the overview says in which.
    named = [name for _part, names in overview.index for name in names.split(", ")]
    assert sorted(named) == sorted(node.name for node in of.nodes)
    shown: set[str] = set()
    for part, (name, _names) in zip(parts, overview.index, strict=True):
        assert part.words == f"Part {name} ({len(parts)} parts)"
        assert part.words in part.picture.alternative
        assert part.picture.width <= TURNED[0] * 4 / 3 + 1
        assert part.picture.height <= TURNED[1] * 4 / 3 + 1
        root = etree.fromstring(_svg_of(part.picture))
        _left, _top, width, _height = map(float, root.get("viewBox", "").split())
        smallest = min(float(text.get("font-size", 14)) for text in root.iter("{*}text"))
        assert part.picture.width / width * smallest >= SMALLEST_WORDS * 4 / 3 - 0.01
        shown |= {each.get("data-node", "") for each in root.iter()}
        headings = ["".join(each.itertext()).strip() for each in root.iter() if each.get("data-heading")]
        assert any(headings), "each part says what its columns are"
    assert {each.id for each in of.nodes} <= shown
    assert len(map_tiles(as_file(EXAMPLE))) == 1


def _svg_of(picture: diagrams.Picture) -> bytes:
    import base64

    return base64.b64decode(picture.uri.partition("base64,")[2])


@pytest.mark.usefixtures("engines_from_nothing")
def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DrawingFailed, match="too large"):
        pdf_engine_process.render_in_subprocess("<p>Hello</p>", timeout=0.01)
    monkeypatch.setattr("documents.child_process.sys.executable", "/bin/false")
    with pytest.raises(DrawingFailed, match="couldn’t be created"):
        pdf_engine_process.render_in_subprocess("<p>Hello</p>")


# --- The command ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_writes_maps(discovery: Discovery, product: DataProduct, tmp_path: Path) -> None:
    factories.make(UseCase, discovery=discovery, name="Another")
    path = tmp_path / "folder" / "map.json"

    call_command("map", discovery.slug, format="json", output=path, verbosity=0)
    assert [each["name"] for each in json.loads(path.read_text())["nodes"]] == [
        "HCP 360", "Another", "HCP 360 dashboard"
    ]  # fmt: skip
    call_command("map", discovery.slug, "--use-case", "hcp 360 DASHBOARD", format="json", output=path)
    assert [each["name"] for each in json.loads(path.read_text())["nodes"]] == [
        "HCP 360",
        "HCP 360 dashboard",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"slug": "nowhere"}, "Discovery 'nowhere' not found. Choose one of: '{slug}'."),
        ({"use_case": "Nothing"}, "Use case 'Nothing' not found. Choose one of: 'HCP 360 dashboard'."),
        (
            {"format": "gif"},
            "Format 'gif' not found. Choose one of: svg, png, pdf, dot, mermaid, json, drawio, miro.",
        ),
        ({"output": Path("/proc/nothing/map.svg")}, "Can't write /proc/nothing/map.svg"),
    ],
)
def test_the_command_says_what_there_is(
    options: dict[str, object], sentence: str, discovery: Discovery, use_case: UseCase, tmp_path: Path
) -> None:
    path = tmp_path / "map.svg"
    given = {"slug": discovery.slug, "output": path, "format": "svg", "use_case": "", **options}

    with pytest.raises(CommandError, match=re.escape(sentence.format(slug=discovery.slug))):
        call_command("map", given.pop("slug"), **given)

    assert list(tmp_path.iterdir()) == []


# --- The page's files -----------------------------------------------------------------------------


def export(client: Client, discovery: Discovery, format: str, query: str = "") -> bytes:
    url = reverse("products:landscape_export", args=[discovery.slug, format])
    answer = client.get(f"{url}{query}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def names(content: bytes) -> set[str]:
    return {each["name"] for each in json.loads(content)["nodes"]}


@pytest.mark.django_db
def test_files_hold_what_the_page_shows(
    client: Client, account: User, discovery: Discovery, product: DataProduct, feeder: DataProduct
) -> None:
    client.force_login(account)
    retired = factories.make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name="Old",
        kind="source_oriented",
        state=ProductState.RETIRED,
    )
    use_case = product.use_case_links.get().use_case

    assert names(export(client, discovery, "json")) == {"HCP 360", "Field visits", "HCP 360 dashboard"}
    chosen = export(client, discovery, "json", f"?use_case={use_case.uuid}")
    assert names(chosen) == {"HCP 360", "HCP 360 dashboard"}
    assert names(export(client, discovery, "json", "?state=retired")) == {retired.name}
    assert names(export(client, discovery, "json", "?domain=Elsewhere")) == set()
    assert b"HCP 360" in export(client, discovery, "svg")
    assert export(client, discovery, "svg", "?state=live").startswith(b"<svg")


@pytest.mark.django_db
def test_an_organization_shows_what_the_account_may_see(
    client: Client, account: User, discovery: Discovery, product: DataProduct
) -> None:
    client.force_login(account)
    hidden = factories.discovery(factories.domain(discovery.domain.organization, "Medical"))
    factories.make(DataProduct, discovery=hidden, domain=hidden.domain, name="Secret", kind="source_oriented")

    assert "Secret" not in names(export(client, discovery, "json", "?of=organization"))
    assert "HCP 360" in names(export(client, discovery, "json", "?of=organization"))


@pytest.mark.django_db
def test_what_was_deleted_is_not_drawn(
    client: Client,
    account: User,
    editor: Actor,
    discovery: Discovery,
    product: DataProduct,
    feeder: DataProduct,
) -> None:
    factories.make(InputPort, product=product, feeder=feeder, kind="product")
    delete_product(actor=editor, product=feeder)
    client.force_login(account)

    read = json.loads(export(client, discovery, "json"))

    assert {each["name"] for each in read["nodes"]} == {"HCP 360", "HCP 360 dashboard"}
    assert len(read["edges"]) == 1


# --- The report -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_report_has_the_landscape_and_a_map_per_use_case(
    discovery: Discovery, product: DataProduct, feeder: DataProduct
) -> None:
    factories.make(InputPort, product=product, feeder=feeder, kind="product")
    second = factories.make(UseCase, discovery=discovery, name="Second")
    factories.make(UseCase, discovery=discovery, name="Unserved")
    factories.make(type(product.use_case_links.get()), product=feeder, use_case=second)

    landscape, maps = landscape_section(discovery), maps_section(discovery)

    assert landscape is not None
    assert maps is not None
    [(name, needed_by, is_shared)] = landscape["overlaps"]
    assert name == "Field visits"
    assert is_shared
    assert {*needed_by} == {"HCP 360 dashboard", "Second"}
    assert isinstance(landscape["drawn"][0].picture, diagrams.Picture)
    assert [title for title, _drawn in maps["maps"]] == ["HCP 360 dashboard", "Second"]
    assert [use_case.name for use_case in maps["without"]] == ["Unserved"]
    assert maps["headline"] == "Unserved has no data product yet"
    goal = factories.make(Goal, discovery=discovery, title="Goal")
    bet = factories.make(Hypothesis, goal=goal, statement="Given up", state="stopped")
    UseCase.objects.filter(name="Unserved").update(hypothesis=bet)
    maps = maps_section(discovery)
    assert maps is not None
    assert (maps["headline"], maps["without"]) == ("Data products serve 2 of 2 use cases", [])


@pytest.mark.django_db
def test_use_cases_that_need_the_same_share_a_map_of_the_report(
    discovery: Discovery, product: DataProduct, feeder: DataProduct
) -> None:
    factories.make(InputPort, product=product, feeder=feeder, kind="product")
    link = type(product.use_case_links.get())
    for name, needed in (("Second", product), ("Third", feeder)):
        use_case = factories.make(UseCase, discovery=discovery, name=name)
        factories.make(link, product=needed, use_case=use_case)

    maps = maps_section(discovery)

    assert maps is not None
    assert [title for title, _drawn in maps["maps"]] == ["HCP 360 dashboard, Second", "Third"]
    [shared] = maps["maps"][0][1]
    drawing = base64.b64decode(shared.picture.uri.partition(",")[2]).decode()
    assert all(name in drawing for name in ("HCP 360", "Field visits", "dashboard", "Second"))
    assert "Third" not in drawing


@pytest.mark.django_db
def test_a_report_without_products_has_no_maps(discovery: Discovery, use_case: UseCase) -> None:
    assert landscape_section(discovery) is None
    assert maps_section(discovery) is None


@pytest.mark.django_db
def test_a_report_says_what_could_not_be_drawn(
    discovery: Discovery, product: DataProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> str:
        raise DrawingFailed("no dot here")

    monkeypatch.setattr("documents.drawing_tiles.draw_svg", fail)
    section = landscape_section(discovery)

    assert section is not None
    assert section["drawn"] == diagrams.FailedDrawing("no dot here")


@pytest.mark.django_db
def test_one_person_holds_one_page_with_drawings_however_many_they_ask_for(
    client: Client,
    account: User,
    discovery: Discovery,
    product: DataProduct,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A viewer who asks for maps fifty times, in all formats, takes the pages from nobody."""
    client.force_login(account)
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    monkeypatch.setitem(concurrency_limit._under_way, account.pk, "a large map")
    for format in ("svg", "png", "pdf", "json"):
        refused = client.get(reverse("products:landscape_export", args=[discovery.slug, format]))
        assert (refused.status_code, refused["Refresh"]) == (503, "3")
        assert "Wait a few seconds" in refused.content.decode()
    monkeypatch.delitem(concurrency_limit._under_way, account.pk)
    assert b"HCP 360" in export(client, discovery, "json")


@pytest.mark.django_db
def test_a_file_that_was_made_is_given_again(
    client: Client,
    account: User,
    discovery: Discovery,
    product: DataProduct,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.force_login(account)
    made = export(client, discovery, "svg")
    monkeypatch.setattr(diagrams, "drawn_by_dot", lambda *_args: pytest.fail("drawn twice"))
    assert export(client, discovery, "svg") == made
