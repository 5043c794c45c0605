"""Catalogs and monitors accept what we write for them: their makers' validators and models, where there are
some, live in .venv-specs and node_modules, which bin/setup makes."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from core.clean_text import clean_text, is_visible
from lvt.models import Goal, Hypothesis, Measure, UseCase, Vision
from products.models import DataProduct, ProductMeasure, ProductUseCase
from specifications.catalogs import odps4
from specifications.catalogs.exporter_input import Contents
from specifications.catalogs.exporters import EXPORTERS
from specifications.product_rows import ProductSpec
from specifications.public_view import LEFT_OUT, public_products
from specifications.selectors.catalog_contents import contents_of
from tests import factories
from tests.demo import demo_discovery, put_demo
from tests.factories import make
from tests.products.described import HOSTILE, bare_product, full_product
from tests.specifications.openslo_rules import complaints as openslo_complaints
from tests.sweeps import examples

# The files are compared with the standards; which rows they come from, test_specification.py asks on both
# databases.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ROOT = Path(__file__).resolve().parents[2]
# Texts that people type, in any of the rows.
_TYPED = {
    *("name", "job", "description", "responsibilities", "role_title", "data_set", "format", "location"),
    *("example", "indicator", "threshold", "events", "sentence", "access_policy", "compliance"),
    "vision",
}


def written(folder: Path, contents: Contents) -> list[tuple[str, str]]:
    """The files for all catalogs, as pairs of the exporter and the path."""
    pairs = []
    for exporter in EXPORTERS.values():
        for path, text in exporter.files(contents).items():
            place = folder / path
            place.parent.mkdir(exist_ok=True)
            place.write_text(text)
            pairs.append((exporter.key, str(place)))
    return pairs


def complaints(pairs: list[tuple[str, str]]) -> list[Any]:
    """What the validators say against the files."""
    own: dict[str, Callable[[str], list[str]]] = {"openslo": _openslo, "backstage": _backstage}
    said: list[Any] = [(path, each) for key, path in pairs if key in own for each in own[key](path)]
    asked = subprocess.run(
        [ROOT / ".venv-specs" / "bin" / "python", ROOT / "tests" / "specifications" / "check_catalogs.py"],
        cwd=Path(pairs[0][1]).parent,  # where a tool writes a log of its own
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "DATAHUB_TELEMETRY_ENABLED": "false",
            **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
        },
        input=json.dumps([pair for pair in pairs if pair[0] not in own]),
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    return said + json.loads(asked.stdout)


def _openslo(path: str) -> list[str]:
    return openslo_complaints(list(yaml.safe_load_all(Path(path).read_text())))


def _backstage(path: str) -> list[str]:
    entities = list(yaml.safe_load_all(Path(path).read_text()))
    asked = subprocess.run(
        ["node", ROOT / "tests" / "specifications" / "check_backstage.mjs"],
        cwd=ROOT,
        input=json.dumps(entities),
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    known = {f"{each['kind'].lower()}:default/{each['metadata']['name']}" for each in entities}
    named = {each["spec"].get("owner") for each in entities} | {
        ref for each in entities for ref in each["spec"].get("dependsOn", ())
    }
    lost = [f"nothing is called {ref}" for ref in named - known if ref is not None]
    said: list[str] = json.loads(asked.stdout)
    return said + lost


def test_the_demo_is_accepted(tmp_path: Path) -> None:
    put_demo()
    contents = contents_of(demo_discovery())
    pairs = written(tmp_path, contents)
    for_everybody = tmp_path / "feed"
    for_everybody.mkdir()
    pairs += written(for_everybody, replace(contents, products=tuple(public_products(contents.products))))

    assert {key for key, _path in pairs} == {*EXPORTERS}
    assert complaints(pairs) == []


@pytest.mark.sweep(sample="tests/specifications/test_catalogs.py")
def test_hostile_products_and_bare_ones_are_accepted(tmp_path: Path) -> None:
    """Every field filled, no more than a name, and products of which each text is one that was made up."""
    discovery = factories.discovery()
    full_product(discovery)
    bare_product(discovery)
    contents = contents_of(discovery)
    texts = [*HOSTILE, *_made_up()]
    filled = max(contents.products, key=lambda product: len(product.ports))
    made = tuple(_called(filled, text, number) for number, text in enumerate(texts, 1))
    assert len(made) > 25

    pairs = written(tmp_path, replace(contents, products=contents.products + made))
    for_everybody = tmp_path / "feed"
    for_everybody.mkdir()
    pairs += written(for_everybody, replace(contents, products=tuple(public_products([filled]))))

    assert complaints(pairs) == []


def _made_up() -> list[str]:
    """Texts as forms let them through."""
    texts: list[str] = []

    @settings(
        max_examples=examples(25), deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.text(min_size=1, max_size=120))
    def collect(text: str) -> None:
        kept = clean_text(text).strip()
        if is_visible(kept):
            texts.append(kept)

    collect()
    return list(dict.fromkeys(texts))


def _called(row: Any, text: str, number: int) -> Any:
    """A copy of the row, and of those in it, in which all that people type is the text."""
    changed: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, str) and field.name in _TYPED:
            changed[field.name] = text
        elif isinstance(value, str) and field.name == "id":
            changed[field.name] = str(uuid5(UUID(value), str(number)))
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changed[field.name] = tuple(_called(each, text, number) for each in value)
        elif is_dataclass(value) and not isinstance(value, type) and field.name not in ("feeder", "contract"):
            changed[field.name] = _called(value, text, number)
    return replace(row, **changed)


BREAKING: dict[str, tuple[str, str]] = {
    "openslo": ("budgetingMethod: Occurrences", "budgetingMethod: Timeslices"),
    "odps4": ("status: production", "status: alive"),
    "datahub": ('"aspectName": "ownership"', '"aspectName": "ownerships"'),
    "openmetadata": ('"dataProductType": "', '"dataProductType": "MORE_'),
    "backstage": ("owner: ", "owners: "),
    "dprod": ('"dprod:lifecycleStatus": {', '"dprod:lifecycleState": {'),
}


@pytest.mark.parametrize("key", EXPORTERS)
def test_the_validators_complain_about_what_is_wrong(tmp_path: Path, key: str) -> None:
    """So that an empty list of complaints means something."""
    discovery = factories.discovery()
    full_product(discovery)
    pairs = [pair for pair in written(tmp_path, contents_of(discovery)) if pair[0] == key]
    right, wrong = BREAKING[key]
    for _key, path in pairs:
        Path(path).write_text(Path(path).read_text().replace(right, wrong))

    assert complaints(pairs)


def test_the_same_products_give_the_same_text() -> None:
    discovery = factories.discovery()
    full_product(discovery)
    for exporter in EXPORTERS.values():
        assert exporter.text(contents_of(discovery)) == exporter.text(contents_of(discovery)), exporter.key


def test_odps4_says_what_a_product_is_for(tmp_path: Path) -> None:
    discovery = factories.discovery()
    make(Vision, discovery=discovery, statement="Every shop is full")
    goal = make(Goal, discovery=discovery, title="More visits")
    bet = make(Hypothesis, goal=goal, statement="Staff follow the crowd")
    reach = make(Measure, goal=goal, name="Reach", unit="%", baseline=22, target=60, due_on=date(2027, 1, 1))
    waits = make(Measure, hypothesis=bet, name="Wait", unit="min", baseline=9, target=4)
    make(Measure, goal=goal, name="Not decided")
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Footfall", kind="aggregate"
    )
    case = make(UseCase, discovery=discovery, name="Plan shifts", hypothesis=bet)
    make(ProductUseCase, product=product, use_case=case)
    make(ProductMeasure, product=product, measure=waits)

    (document,) = odps4.documents(contents_of(discovery))
    strategy = document["product"]["productStrategy"]
    assert strategy["objectives"] == [{"en": "More visits"}]
    assert strategy["strategicAlignment"] == [{"en": "Every shop is full"}, {"en": "Staff follow the crowd"}]
    assert strategy["contributesToKPI"] == {
        "id": str(reach.uuid),
        "name": "Reach",
        "unit": "percentage",
        "target": 60,
        "direction": "increase",
        "timeframe": "2027-01-01",
        "description": "Baseline: 22 %, Target: 60 %",
    }
    assert [(each["name"], each["target"], each["direction"]) for each in strategy["productKPIs"]] == [
        ("Wait", 4, "decrease")
    ]
    assert [each["name"] for each in strategy["relatedKPIs"]] == ["Wait"]
    pairs = [pair for pair in written(tmp_path, contents_of(discovery)) if pair[0] == "odps4"]
    assert complaints(pairs) == []
    hidden = tuple(replace(each, **LEFT_OUT) for each in contents_of(discovery).products)
    (for_everybody,) = odps4.documents(replace(contents_of(discovery), products=hidden))
    assert "productStrategy" not in for_everybody["product"]


def test_each_says_what_is_lost() -> None:
    for exporter in EXPORTERS.values():
        assert len(exporter.lost) > 3
        assert all(str(what) and str(why).endswith(".") for what, why in exporter.lost), exporter.key


# --- Where they are had ---------------------------------------------------------------------------


def test_a_command_writes_them_and_says_what_is_lost(tmp_path: Path) -> None:
    discovery = factories.discovery()
    product = full_product(discovery)
    for key in EXPORTERS:
        said = io.StringIO()
        output = tmp_path / f"{key}.out"
        call_command("export_catalog", discovery.slug, format=key, output=output, stdout=said)
        assert str(product.uuid) in output.read_text()
        assert f"Not included: {EXPORTERS[key].lost[0][0]}" in said.getvalue()
    zipped = tmp_path / "x.zip"
    call_command("export_catalog", discovery.slug, format="odps4", output=zipped, stdout=io.StringIO())
    with zipfile.ZipFile(zipped) as kept:
        assert len(kept.namelist()) == discovery.data_products.count()


def test_what_there_is_nothing_to_say_of_is_said_so(tmp_path: Path) -> None:
    discovery = factories.discovery()
    output = tmp_path / "x"
    for key in EXPORTERS:
        with pytest.raises(CommandError, match="No data products yet"):
            call_command("export_catalog", discovery.slug, format=key, output=output)
    bare_product(discovery)
    with pytest.raises(CommandError, match="No data product has a promise yet"):
        call_command("export_catalog", discovery.slug, format="openslo", output=output)
    with pytest.raises(CommandError, match=r"Format 'csv' not found\. Choose one of: openslo, odps4"):
        call_command("export_catalog", discovery.slug, format="csv", output=output)
    with pytest.raises(CommandError, match=f"Choose one of: '{discovery.slug}'"):
        call_command("export_catalog", "nowhere", format="openslo", output=output)
    assert not output.exists()


def test_the_page_offers_those_that_say_something_with_what_is_lost(client_of: Any) -> None:
    discovery = factories.discovery()
    product = bare_product(discovery)
    viewer = client_of(factories.access(discovery, name="Vera Viewer"))
    page = viewer.get(
        reverse("products:product_specification", args=[discovery.slug, product.uuid]), follow=True
    ).content.decode()
    for key, exporter in EXPORTERS.items():
        url = reverse("products:catalog_file", args=[discovery.slug, key])
        assert (f'href="{url}"' in page) == (key != "openslo")
        assert str(exporter.lost[0][0]) in page
        answer = viewer.get(url)
        if key == "openslo":
            assert answer.status_code == 404
            for said in (page, answer.content.decode()):
                assert "No data product has a promise yet" in said
        else:
            assert answer.status_code == 200
            assert f'filename="{discovery.slug}-{key}.' in answer.headers["Content-Disposition"]
    assert viewer.get(f"/d/{discovery.slug}/products/catalogs/csv").status_code == 404


def test_rows_hold_what_catalogs_name(db: None) -> None:
    discovery = factories.discovery()
    full_product(discovery)
    product: ProductSpec = contents_of(discovery).products[-1]
    assert product.domain.name == discovery.domain.name
    assert product.owner is not None
    assert product.owner.id
