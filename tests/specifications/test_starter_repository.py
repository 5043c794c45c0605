"""A data product as a repository: its own tool accepts each file, and the policy decides as the rules do."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings, strategies as st

from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from products.models import AccessRule, DataProduct
from specifications.selectors.specification_products import product_specs
from specifications.starter_repository.access_policy import person_of, policy, policy_tests
from specifications.starter_repository.rules import files_of
from specifications.starter_repository.selectors import repository_zip
from technology.access_policy.rules import Claim, Rule, claims_of, decide
from tests import factories
from tests.demo import put_demo
from tests.products.described import bare_product, full_product
from tests.sweeps import examples

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / ".venv-specs" / "bin"
NAMES = st.sampled_from(
    ["Brand manager", "brand manager ", "Straße", "Agency", 'With "quotes"', "In\ttwo", "Ü"]
)
CLAIMS = st.builds(Claim, NAMES, st.sampled_from(["", "", "Country", "country", "Region"]), st.booleans())
DAYS = st.sampled_from([None, None, date(2100, 12, 31)])
RULES = st.lists(st.builds(Rule, st.booleans(), CLAIMS, DAYS), max_size=7)


def evaluate(policies):
    """What Rego says of each [policy, tests, people]; in a process of its own, since regopy is not ours."""
    ran = subprocess.run(
        [SPECS / "python", ROOT / "tests" / "specifications" / "evaluate_policies.py"],
        input=json.dumps(policies),
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(ran.stdout)


def written(rules, *, default_allows):
    """The policy and its tests for rules without notes."""
    return (
        policy("Any product", rules, [""] * len(rules), default_allows=default_allows),
        policy_tests(rules, default_allows=default_allows),
    )


def everybody(rules):
    """People who hold each combination of up to four of the claims, and somebody who holds others."""
    claims = claims_of(rules)[:4]
    return [
        [claim for place, claim in enumerate(claims) if number >> place & 1]
        for number in range(2 ** len(claims))
    ] + [[Claim("Nobody"), Claim("Nowhere", "Country")]]


@pytest.fixture(scope="module")
def generated():
    """Many lists of rules with their defaults, drawn once and evaluated in one process."""
    drawn = []

    @settings(max_examples=examples(30), database=None, derandomize=True)
    @given(RULES, st.booleans())
    def draw(rules, default_allows):
        drawn.append((rules, default_allows))

    draw()
    asked = [
        [*written(rules, default_allows=default), [person_of(held) for held in everybody(rules)]]
        for rules, default in drawn
    ]
    return list(zip(drawn, asked, evaluate(asked), strict=True))


@pytest.mark.sweep(sample="tests/specifications/test_starter_repository.py")
def test_the_policy_decides_as_the_rules_do(generated):
    for (rules, default), _asked, said in generated:
        expected = [decide(rules, held, default_allows=default).is_allowed for held in everybody(rules)]
        assert said["allowed"] == expected, rules


def test_every_row_of_the_truth_table_is_a_test_that_holds(generated):
    for _drawn, (_policy, tests, _people), said in generated:
        assert said["held"] == sorted(re.findall(r"^test_row_\d+", tests, re.MULTILINE))


def test_whoever_is_not_described_is_not_let_in():
    text, tests = written([Rule(allows=True, claim=Claim("Agency"))], default_allows=True)
    strange: list[object] = [None, [], "Agency", {}, {"roles": "Agency"}]
    assert evaluate([[text, tests, strange]])[0]["allowed"] == [False, False, False, True, True]


def test_a_rule_that_is_not_kept_fails_its_test():
    rules = [Rule(allows=True, claim=Claim("Agency"))]
    text, _tests = written([], default_allows=False)
    _text, tests = written(rules, default_allows=False)
    (said,) = evaluate([[text, tests, []]])
    assert said["held"] == ["test_row_2"]


@pytest.mark.parametrize("allows", [True, False])
@pytest.mark.parametrize("claim", [Claim("Agency"), Claim("Germany", "Country", is_program=True)])
def test_a_rule_with_a_day_holds_through_it_and_no_longer(allows, claim):
    day = date(2026, 12, 31)
    text, tests = written([Rule(allows, claim, day)], default_allows=not allows)
    assert ", through 2026-12-31" in text
    end = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()) * 10**9
    asked = f"access.is_allowed({json.dumps(person_of([claim]))}) with time.now_ns as"
    holds, over = ("", "not ") if allows else ("not ", "")
    tests += f"\ntest_last if {{ {holds}{asked} {end - 1} }}\ntest_over if {{ {over}{asked} {end} }}\n"
    (said,) = evaluate([[text, tests, []]])
    assert said["held"] == ["test_last", "test_over", "test_row_1", "test_row_2"]


def test_the_clock_of_whoever_decides_ends_a_rule():
    days = (date(2000, 1, 1), date(2100, 12, 31))
    policies = [
        [*written([Rule(True, Claim("Agency"), day)], default_allows=False), [{"roles": ["Agency"]}]]
        for day in days
    ]
    assert [said["allowed"] for said in evaluate(policies)] == [[False], [True]]


def test_the_repository_says_until_when_a_rule_holds(products):
    AccessRule.objects.filter(product=products[0]).update(until=date(2100, 12, 31))
    files = files_of(next(each for each in product_specs(products[0].discovery) if each.rules))
    for path in ("README.md", "policy/access.rego"):
        assert ", through 2100-12-31" in files[path], path
    assert "time.now_ns() < " in files["policy/access.rego"]


def test_a_name_cannot_leave_its_comment_or_text():
    rules = [Rule(allows=False, claim=Claim('x"}\nallow := true', "a\u2028b"))]
    text = policy("A\nallow := true", rules, ["b\rallow := true"], default_allows=False)
    (said,) = evaluate([[text, policy_tests(rules, default_allows=False), [{"roles": ["x"]}]]])
    assert said["allowed"] == [False]


@pytest.fixture
def products(discovery):
    return [full_product(discovery), bare_product(discovery)]


def unpacked(folder, product):
    with zipfile.ZipFile(io.BytesIO(repository_zip(product))) as kept:
        kept.extractall(folder)
    return folder


def call_of(folder):
    """The call that runs the tests of the repository, without what belongs to ours."""
    alone = ["-p", "no:cacheprovider", "-p", "no:django", "--rootdir", folder]
    return [sys.executable, "-m", "pytest", "-q", *alone, folder / "checks"]


def test_each_file_is_accepted_by_its_own_tool(tmp_path, products):
    linted = []
    for number, product in enumerate(products):
        folder = unpacked(tmp_path / str(number), product)
        for specification in folder.glob("specification/*.odps.yaml"):
            linted.append(["dataproduct", "lint", "--local-references", str(specification)])
        for contract in sorted(folder.glob("specification/**/*.odcs.yaml")):
            linted.append(["datacontract", "lint", "--all-errors", str(contract)])
        for workflow in folder.glob(".github/workflows/*.yaml"):
            linted.append(["check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow)])
        assert subprocess.run(call_of(folder), timeout=120, check=False).returncode == 0
    ran = subprocess.run(
        [SPECS / "python", ROOT / "tests" / "specifications" / "lint_all.py"],
        input=json.dumps(linted),
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    assert {call[0] for call in linted} == {"dataproduct", "datacontract", "check-jsonschema"}
    assert [call for call, code in zip(linted, json.loads(ran.stdout), strict=True) if code] == []


def test_a_sample_that_breaks_its_contract_fails_the_tests(tmp_path, products):
    folder = unpacked(tmp_path, products[0])
    sample = next(path for path in folder.glob("samples/*.csv") if path.read_text())
    sample.write_text(sample.read_text().replace(",", ",another,", 1))
    assert subprocess.run(call_of(folder), capture_output=True, timeout=120, check=False).returncode == 1


def test_the_policies_of_the_demo_hold_to_their_truth_tables():
    put_demo()
    described = [each for discovery in Discovery.objects.all() for each in product_specs(discovery)]
    texts = [files_of(each) for each in described]
    said = evaluate([[each["policy/access.rego"], each["policy/access_test.rego"], []] for each in texts])
    assert [len(each["held"]) for each in said] == [
        each["policy/access_test.rego"].count("\ntest_row_") for each in texts
    ]


def test_code_has_a_place_and_reasons_are_sentences():
    put_demo()
    product = DataProduct.objects.get(name="HCP 360")
    (described,) = product_specs(product.discovery, only=product)
    texts = files_of(described)
    parts = ("Campaign responses", "Storage: Tables in the commercial zone", "Profiles (api): https://")
    assert [part for part in parts if part not in texts["pipeline/README.md"]] == []
    assert "success rate of a visit, use case: HCP 360 dashboard" in texts["README.md"]


def test_the_repository_is_the_same_each_time(products):
    assert repository_zip(products[0]) == repository_zip(products[0])


def test_the_command_writes_the_repository_of_the_named_product(tmp_path, products):
    product = products[0]
    output = tmp_path / "repository.zip"
    call_command("repository", product.discovery.slug, product=product.name.upper(), output=output)
    assert output.read_bytes() == repository_zip(product)


@pytest.mark.parametrize(("slug", "name"), [("nowhere", "Only a name"), (None, "Nothing like it")])
def test_the_command_says_what_there_is(tmp_path, products, slug, name):
    slug = slug or products[0].discovery.slug
    with pytest.raises(CommandError, match=r" not found\. Choose one of: "):
        call_command("repository", slug, product=name, output=tmp_path / "repository.zip")


def test_two_products_of_one_name_are_not_mixed_up(tmp_path, discovery):
    bare_product(discovery)
    other = factories.domain(discovery.domain.organization)
    factories.make(
        DataProduct, discovery=discovery, domain=other, name="Only a name", kind="consumer_oriented"
    )
    with pytest.raises(CommandError, match="There are 2 data products"):
        call_command("repository", discovery.slug, product="only a NAME", output=tmp_path / "repository.zip")


def test_viewers_download_it(client, discovery):
    product = bare_product(discovery)
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER, name="Vera Viewer"))
    access = reverse("technology:product_access", args=[discovery.slug, product.uuid])
    page = client.get(access, follow=True)
    address = reverse("products:product_repository", args=[discovery.slug, product.uuid])
    assert address in page.content.decode()
    answer = client.get(address)
    assert "-repository.zip" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]) == repository_zip(
        product
    )
