"""The fitness functions: each check has a product that passes it and one that fails it, and says why."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve, reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import User
from products.models import DataProduct, OutputPort, SloWindow
from technology.registries import (
    INAPPLICABLE,
    FitnessCheck,
    ProductFacts,
    Verdict,
    fitness_checks,
    fitness_functions,
)
from technology.selectors.fitness import (
    counts,
    fitness_of,
    fitness_of_organization,
    fitness_of_product,
    gaps,
    judge,
)
from technology.selectors.fitness_dashboard import supervision_of
from tests import factories
from tests.factories import make
from tests.products.parts import BELOW
from tests.technology.fit import ALSO, BREAKS, change, fit_product

SIX = ("self_describable", "addressable", "discoverable", "secure", "trustworthy", "interoperable")


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery()


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    return fit_product(discovery)


@pytest.fixture
def browser(client: Client, discovery: Discovery) -> Client:
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    return client


def _failed(product: DataProduct) -> set[str]:
    return {each.check.key for each in fitness_of_product(DataProduct.objects.get(pk=product.pk)).failed}


def test_there_are_six_functions_each_with_checks() -> None:
    assert tuple(each.key for each in sorted(fitness_functions, key=lambda each: each.order)) == SIX
    assert {each.function for each in fitness_checks} == set(SIX)
    assert all(each.key.startswith(f"{each.function}.") for each in fitness_checks)


def test_every_check_is_broken_below() -> None:
    assert {each.key for each in fitness_checks} == set(BREAKS)


def test_a_product_of_which_all_is_said_passes_every_check(product: DataProduct) -> None:
    fitness = fitness_of_product(product)
    assert fitness.failed == ()
    assert fitness.is_green
    assert (fitness.greens, fitness.passed) == (6, fitness.of)
    assert all(each.verdict.reason for result in fitness.functions for each in result.checks)


@pytest.mark.sweep(sample=8)
@pytest.mark.parametrize("key", sorted(BREAKS))
def test_what_is_missing_fails_its_check_and_no_other_and_leads_to_a_page(
    product: DataProduct, key: str, browser: Client
) -> None:
    BREAKS[key](product)
    fitness = fitness_of_product(DataProduct.objects.get(pk=product.pk))
    assert {each.check.key for each in fitness.failed} == {key} | ALSO.get(key, set())
    (verdict,) = [each.verdict for each in fitness.failed if each.check.key == key]
    assert verdict.reason.endswith((".", "….", "9:00"))
    address, _hash, anchor = verdict.url.partition("#")
    assert anchor or resolve(address).view_name not in BELOW
    page = browser.get(address, follow=True)
    assert page.status_code == 200
    if anchor:
        assert f'id="{anchor}"' in page.content.decode()


def test_a_bare_product_fails_all_functions_but_says_why(discovery: Discovery) -> None:
    bare = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Bare", kind="source_oriented"
    )
    fitness = fitness_of_product(bare)
    assert not any(each.is_green for each in fitness.functions)
    # Without rules, copies and promises there is nothing to check: that isn't passed.
    results = [each for result in fitness.functions for each in result.checks]
    idle = {each.check.key for each in results if each.verdict.state == INAPPLICABLE}
    assert idle == {"secure.consistent", "secure.copies", "trustworthy.kept"}
    assert {each.check.key for each in results} - _failed(bare) == idle
    assert (fitness.passed, fitness.of) == (0, len(results) - len(idle))


def test_public_data_that_is_open_needs_no_denial(product: DataProduct) -> None:
    change(product, access_default="allow", sharing="open", classification="public", privacy="none")
    (personal,) = _failed(product)
    assert personal == "secure.personal_data", "its column is personal"
    change(product, access_default="")
    assert "secure.default_deny" in _failed(product), "nothing is “may not”, which no check may call open"
    change(product, access_default="allow")
    change(product, classification="internal")
    assert "secure.default_deny" in _failed(product)


def test_an_unmeasured_promise_is_not_broken(product: DataProduct) -> None:
    make(
        SloWindow,
        slo=SloWindow.objects.get(slo__product=product).slo,
        target="99.5",
        length=1,
        unit="hour",
        position=1,
    )
    assert _failed(product) == set()


def test_a_twin_of_another_discovery_is_not_named(product: DataProduct, discovery: Discovery) -> None:
    other = factories.discovery(factories.domain(discovery.domain.organization), "Elsewhere discovery")
    twin = fit_product(other, "Hidden twin")
    change(OutputPort.objects.get(product=twin), location=OutputPort.objects.get(product=product).location)
    (failed,) = fitness_of_product(product).failed
    assert failed.check.key == "addressable.unique"
    assert "a data product in another discovery" in failed.verdict.reason
    assert "Hidden twin" not in failed.verdict.reason


def test_what_a_catalog_describes_is_not_yet_found_there(product: DataProduct, discovery: Discovery) -> None:
    change(product, sharing="")
    assert _failed(product) == {"discoverable.catalog"}
    other = factories.discovery(factories.domain(discovery.domain.organization), "Elsewhere discovery")
    change(fit_product(other, "Hidden twin"), catalog_url=product.catalog_url)
    (failed,) = fitness_of_product(product).failed
    assert failed.check.key == "discoverable.catalog"
    assert "a data product in another discovery" in failed.verdict.reason


def test_checks_can_be_registered(product: DataProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitness_checks, "_entries", dict(fitness_checks._entries))

    def named_short(facts: ProductFacts) -> Verdict:
        return Verdict(len(facts.product.name) < 5, "Its name is long.", facts.url("products:product"))

    fitness_checks.register(FitnessCheck("secure.own", "secure", "A check of our own", 900, named_short))
    (failed,) = fitness_of_product(product).failed
    assert failed.verdict.reason == "Its name is long."
    assert failed.check.label == "A check of our own"
    with pytest.raises(ValueError, match=r"secure\.own"):
        fitness_checks.register(FitnessCheck("secure.own", "secure", "Again", 901, named_short))


def test_no_facts_are_read_by_checks(django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    discovery = factories.discovery()
    product = fit_product(discovery)
    product.discovery = discovery
    with django_assert_num_queries(0):
        judge([ProductFacts(product)])


def test_as_many_queries_for_two_products_as_for_ten(
    discovery: Discovery, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fit_product(discovery, "First")
    with django_assert_max_num_queries(20) as few:
        assert len(fitness_of(discovery)) == 1
    for number in range(4):
        fit_product(discovery, f"Product {number}")
    with django_assert_max_num_queries(len(few)):
        assert len(fitness_of(discovery)) == 5


def test_retired_products_are_left_out(discovery: Discovery, product: DataProduct) -> None:
    change(product, state="retired")
    assert fitness_of(discovery) == []
    assert fitness_of_product(product).is_green


def test_counts_and_gaps_over_products(discovery: Discovery, product: DataProduct) -> None:
    other = fit_product(discovery, "Other")
    for broken, key in (
        (product, "discoverable.job"),
        (other, "discoverable.job"),
        (other, "discoverable.contact"),
    ):
        BREAKS[key](DataProduct.objects.get(pk=broken.pk))
    fitness = fitness_of(discovery)
    assert [(each.green, each.red, each.of) for each in counts(fitness)] == [
        (0, 2, 2) if each.function.key == "discoverable" else (2, 0, 2) for each in counts(fitness)
    ]
    assert [(each.check.key, [made.name for made, _ in each.failures]) for each in gaps(fitness)] == [
        ("discoverable.job", ["HCP 360", "Other"]),
        ("discoverable.contact", ["Other"]),
    ]


def test_an_organization_shows_what_the_person_may_look_at(
    discovery: Discovery, product: DataProduct
) -> None:
    organization = discovery.domain.organization
    hidden = factories.discovery(factories.domain(organization), "Hidden discovery")
    fit_product(hidden, "Hidden product")
    factories.discovery(factories.domain(organization), "Empty discovery")
    account: User = factories.access(discovery, DiscoveryRole.VIEWER)
    shared = fitness_of_organization(Actor.of_account(account), organization)
    assert [(each, [one.product for one in fitness]) for each, fitness in shared] == [(discovery, [product])]
    everybody = fitness_of_organization(factories.SYSTEM, organization)
    assert {each.name for each, _fitness in everybody} == {discovery.name, "Hidden discovery"}


# --- Pages ----------------------------------------------------------------------------------------


def test_the_dashboards_show_the_same_of_each_product(
    browser: Client, discovery: Discovery, product: DataProduct
) -> None:
    BREAKS["discoverable.job"](product)
    for url in (
        reverse("technology:supervision", args=[discovery.slug]),
        reverse("technology:organization_supervision", args=[discovery.domain.organization.slug]),
    ):
        page = browser.get(url).content.decode()
        assert "0 of 1 data product passes all checks." in page
        assert page.count("is-red") == 1
        assert page.count("is-green") == 5
        assert "Most common gaps" in page


def test_checks_after_the_first_five_are_fetched_as_they_are_opened(
    browser: Client, discovery: Discovery
) -> None:
    own = {"discovery": discovery, "domain": discovery.domain}
    make(DataProduct, **own, name="Bare", kind="consumer_oriented")
    missed = [check.label for check in supervision_of(discovery).missed]
    assert len(missed) > 6
    page = html.fromstring(browser.get(reverse("technology:supervision", args=[discovery.slug])).content)
    heads = "//table[contains(@class, 'gap-table')]//th[@scope='row']/text()"
    assert page.xpath(heads) == missed[:5]
    (opened,) = page.xpath("//details[p/@data-coming]")
    assert f"{len(missed) - 5} more checks" in opened.text_content()
    (address,) = opened.xpath("p/a/@href")
    part = html.fromstring(browser.get(address, headers={"hx-request": "true"}).content)
    assert part.xpath(heads) == missed[5:]
    # The page for browsers without scripts has all, and so has that of the organization.
    assert html.fromstring(browser.get(address).content).xpath(heads) == missed
    above = reverse("technology:organization_supervision", args=[discovery.domain.organization.slug])
    assert html.fromstring(browser.get(above).content).xpath(heads) == missed


def test_the_page_of_a_product_says_what_to_mend(
    browser: Client, discovery: Discovery, product: DataProduct
) -> None:
    BREAKS["discoverable.contact"](product)
    url = reverse("technology:product_fitness", args=[discovery.slug, product.uuid])
    page = browser.get(url, follow=True).content.decode()
    assert "5 of 6 functions pass all their checks" in page
    assert "No contact for questions yet." in page
    checklist = reverse("products:product_checklist", args=[discovery.slug, product.uuid])
    assert f'href="{checklist}#owner"' in page


def test_without_products_the_dashboards_say_what_to_do(browser: Client, discovery: Discovery) -> None:
    page = browser.get(reverse("technology:supervision", args=[discovery.slug])).content.decode()
    assert "No data product yet" in page
    url = reverse("technology:organization_supervision", args=[discovery.domain.organization.slug])
    assert "No data products to show yet" in browser.get(url).content.decode()


def test_hostile_names_are_shown_as_they_are(browser: Client, discovery: Discovery) -> None:
    fit_product(discovery, "<script>alert(1)</script>")
    page = browser.get(reverse("technology:supervision", args=[discovery.slug])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
