"""The standards' own tools accept what we write: `dataproduct lint` and `datacontract lint`, as people run
them. They live in .venv-specs, which bin/setup makes."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from discovery.models import Discovery
from products.models import DataProduct, InputPort, OutputPort
from specifications.files import files_of
from specifications.selectors.specification_products import product_specs
from tests import factories
from tests.demo import demo_discovery, put_demo
from tests.products.described import bare_product, full_product

# The files are compared with the standards; test_specification.py reads them on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, paths: list[str]) -> list[tuple[str, int, str]]:
    """Each file with the exit code of its tool and what that found, as a JSON text. Who reaches for the
    network finds nothing: both bring their schemas."""
    calls = [_call(path) for path in paths]
    ran = subprocess.run(
        [ROOT / ".venv-specs" / "bin" / "python", ROOT / "tests" / "specifications" / "lint_all.py"],
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
        },
        input=json.dumps(calls),
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    codes = json.loads(ran.stdout)
    return [(path, code, _found(folder, path).read_text()) for path, code in zip(paths, codes, strict=True)]


def _call(path: str) -> list[str]:
    kept = ["--output-format", "json", "--output", f"{path}.json"]
    if path.endswith(".odps.yaml"):
        return ["dataproduct", "lint", "--local-references", "--all-errors", *kept, path]
    return ["datacontract", "lint", "--all-errors", *kept, path]


def _found(folder: Path, path: str) -> Path:
    return folder / f"{path}.json"


def write(folder: Path, discovery: Discovery) -> list[str]:
    paths = []
    for product in product_specs(discovery):
        for file in files_of(product):
            place = folder / file.path
            place.parent.mkdir(exist_ok=True)
            place.write_text(file.text)
            paths.append(file.path)
    return paths


def all_complaints(folder: Path, discovery: Discovery) -> list[str]:
    """What the tools say against the files of the discovery, warnings too."""
    paths = write(folder, discovery)
    assert any(path.endswith(".odps.yaml") for path in paths)
    return [
        f"{path}: {code}: {check['name']}: {check['reason']}"
        for path, code, said in run(folder, paths)
        for check in [*json.loads(said)["checks"], *_left_with(code)]
        # The one tool does not find the other on its path: each contract is linted by itself here.
        if check["result"] != "passed" and check["name"] != "datacontract-cli is runnable"
    ]


def _left_with(code: int) -> list[dict[str, str]]:
    return [{"result": "failed", "name": "exit code", "reason": str(code)}] if code else []


def test_the_demo_is_accepted(tmp_path):
    put_demo()

    assert all_complaints(tmp_path, demo_discovery()) == []


def test_a_product_with_every_field_filled_is_accepted(tmp_path):
    discovery = factories.discovery()
    full_product(discovery)

    assert all_complaints(tmp_path, discovery) == []


def test_a_product_that_is_only_a_name_is_accepted(tmp_path):
    discovery = factories.discovery()
    bare_product(discovery)

    assert all_complaints(tmp_path, discovery) == []


def test_a_contract_that_lies_in_another_discovery_is_no_error_and_the_page_says_where_it_is(
    tmp_path, client_of
):
    """The tool cannot see it, and says so without refusing the file."""
    discovery = factories.discovery()
    elsewhere = factories.discovery(discovery.domain, "Medical discovery")
    feeder = bare_product(elsewhere)
    port = factories.make(OutputPort, product=feeder, name="Advice", kind="table")
    product = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Fed", kind="consumer_oriented"
    )
    factories.make(InputPort, product=product, kind="product", feeder=feeder, feeder_port=port)
    paths = write(tmp_path, discovery)

    [(_path, code, said)] = run(tmp_path, paths)

    assert code == 0
    [unseen] = [check for check in json.loads(said)["checks"] if check["result"] != "passed"]
    assert unseen["result"] == "warning"
    assert str(port.uuid) in unseen["name"]
    viewer = client_of(factories.access(discovery, name="Vera Viewer"))
    html = viewer.get(
        reverse("products:product_specification", args=[discovery.slug, product.uuid]), follow=True
    ).content.decode()
    assert "contracts in other discoveries, which these files don’t include: Only a name" in html
    kept = viewer.get(reverse("products:specifications_zip", args=[discovery.slug])).content
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert sorted(archive.namelist()) == sorted(["README.txt", *paths])


def test_the_tools_complain_about_what_is_wrong(tmp_path):
    """So that an empty list of complaints means something."""
    discovery = factories.discovery()
    product = full_product(discovery)
    [product_path, contract_path] = [
        file.path
        for each in product_specs(discovery, only=DataProduct.objects.get(pk=product.pk))
        for file in files_of(each)[:2]
    ]
    write(tmp_path, discovery)
    for path in (product_path, contract_path):
        place = tmp_path / path
        place.write_text(place.read_text().replace("\nkind: Data", "\nkind: Date", 1))

    complaints = run(tmp_path, [product_path, contract_path])

    assert [code for _path, code, _said in complaints] == [1, 1]
    for _path, _code, said in complaints:
        assert any(check["result"] not in {"passed", "warning"} for check in json.loads(said)["checks"])
