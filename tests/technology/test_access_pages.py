"""Who may use a data product: in words, as a truth table, and where it is said."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.models import User
from products.design.access.selectors import access_rules, who_may_use
from products.design.checklist.selectors import completeness
from products.models import AccessRule, DataProduct
from technology.access_policy.selectors import access_picture
from technology.selectors.fitness import fitness_of_product
from tests import factories
from tests.factories import make
from tests.technology.fit import change


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery()


@pytest.fixture
def account(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.EDITOR)


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    return make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )


@pytest.fixture
def browser(client: Client, account: User) -> Client:
    client.force_login(account)
    return client


def _rule(product: DataProduct, effect: str, subject: str, value: str = "") -> AccessRule:
    return make(
        AccessRule,
        product=product,
        effect=effect,
        basis="attribute" if value else "role",
        subject=subject,
        value=value,
        position=product.access_rules.count(),
    )


def _page(browser: Client, product: DataProduct) -> str:
    url = reverse("technology:product_access", args=[product.discovery.slug, product.uuid])
    return browser.get(url, follow=True).content.decode()


def test_the_table_says_what_the_rules_come_to(product: DataProduct) -> None:
    _rule(product, "allow", "Brand manager")
    _rule(product, "deny", "Country", "Utopia")
    picture = access_picture(product)
    assert picture.claims == ("Brand manager", "Country: Utopia")
    assert [(row.answers, row.is_allowed, row.reason) for row in picture.rows] == [
        (("yes", "yes"), False, "Rule 2"),
        (("yes", "no"), True, "Rule 1"),
        (("no", "yes"), False, "Rule 2"),
        (("no", "no"), False, "No rule applies."),
    ]
    assert picture.is_whole
    assert picture.notices == ()


def test_a_person_whom_no_rule_names_gets_the_default(product: DataProduct) -> None:
    _rule(product, "deny", "Agency")
    assert [row.is_allowed for row in access_picture(product).rows] == [False, False]
    change(product, access_default="allow")
    picture = access_picture(DataProduct.objects.get(pk=product.pk))
    assert [row.is_allowed for row in picture.rows] == [False, True]
    assert picture.who_may_use == "Everyone else may use it."


def test_what_stands_out_is_said(product: DataProduct) -> None:
    _rule(product, "allow", "Analyst")
    _rule(product, "deny", "analyst")
    assert access_picture(product).notices == (
        "One rule allows Analyst, another denies them. They’re denied.",
        "No one has access. No rule that allows access has any effect.",
        "Rule 1 has no effect: Analyst may use it.",
    )


def test_many_rules_make_a_short_table(browser: Client, product: DataProduct) -> None:
    for number in range(12):
        _rule(product, "deny" if number % 3 == 0 else "allow", f"Role {number}")
    picture = access_picture(product)
    assert not picture.is_whole
    assert len(picture.rows) == 13
    assert "Rows are combined where a value makes no difference" in _page(browser, product)


def test_a_hostile_rule_is_shown_as_it_is(browser: Client, product: DataProduct) -> None:
    _rule(product, "allow", '<img src=x onerror="alert(1)">', "%(who)s %s {{ 7 }}")
    page = _page(browser, product)
    assert "<img src=x" not in page
    assert "%(who)s %s {{ 7 }}" in page


def test_without_rules_the_page_says_what_to_do(browser: Client, product: DataProduct) -> None:
    page = _page(browser, product)
    assert "No rule grants access yet, so no one may use it." in page
    assert "Add a rule" in page


# --- What holds for everybody else, on the checklist ----------------------------------------------


def test_the_default_is_said_with_the_policy(browser: Client, product: DataProduct) -> None:
    args = [product.discovery.slug, product.uuid]
    said = {
        "access_policy": "Field force only.",
        "access_default": "deny",
        "revision": str(product.revision),
    }
    answer = browser.post(reverse("products:checklist_edit", args=[*args, "access_policy"]), said)
    assert answer.status_code == 303
    kept = DataProduct.objects.get(pk=product.pk)
    assert (kept.access_policy, kept.access_default) == ("Field force only.", "deny")
    page = browser.get(reverse("products:product_checklist", args=args), follow=True).content.decode()
    assert "Anyone not named in a rule may not use it." in page


def test_no_other_default(browser: Client, product: DataProduct) -> None:
    args = [product.discovery.slug, product.uuid, "access_policy"]
    said = {"access_default": "perhaps", "revision": str(product.revision)}
    assert browser.post(reverse("products:checklist_edit", args=args), said).status_code == 422


def test_words_for_everybody_else(product: DataProduct) -> None:
    def words() -> str:
        return who_may_use(product, access_rules(product))

    product.access_policy = "On request."
    by_state = {"planned": "so no one may use it", "building": "grant access by hand", "live": "by hand"}
    for product.state, part in by_state.items():
        assert part in words()
    product.access_policy = ""
    assert words() == "No rule grants access yet, so no one may use it."
    product.access_default = "allow"
    assert words() == "Everyone may use it."
    _rule(product, "deny", "Agency")
    assert words() == "Everyone else may use it."
    _rule(product, "allow", "Analyst")
    assert words() == "Everyone else may use it. A rule that denies access overrides one that allows it."


def test_all_pages_have_one_sentence_on_who_may_use_it(browser: Client, product: DataProduct) -> None:
    """A policy in words lets no one in, on the checklist, on the page of access and in the fitness checks."""
    change(product, access_policy="Everyone in the company.", sharing="open")
    args = [product.discovery.slug, product.uuid]
    pages = [_page(browser, product)]
    pages.append(browser.get(reverse("products:product_checklist", args=args), follow=True).content.decode())
    for page in pages:
        assert "No rule puts its access policy into effect yet, so no one may use it." in page
    promise = reverse("products:product_tab", args=[*args, "promise"])
    text = browser.get(promise).content.decode()
    assert "Default access isn’t recorded yet. Until it is, access is denied." in text
    change(product, access_default="deny")
    for address in (promise, reverse("products:product_tab", args=[*args, "interface"])):
        assert "No one else" not in browser.get(address).content.decode()


def test_the_checklist_and_the_checks_agree_on_the_parts_of_a_policy(product: DataProduct) -> None:
    """What the checklist lists as missing is what the checks fail."""
    for policy in ("", "Field force only."):
        for url in ("", "https://example.org/policy"):
            change(product, access_policy=policy, agreement_url=url)
            item = next(each for each in completeness(product).items if each.key == "access_policy")
            passed = {
                line.check.key: line.verdict.is_passed
                for function in fitness_of_product(product).functions
                for line in function.checks
            }
            assert passed["secure.policy"] == bool(item.value)
            if policy:
                assert passed["discoverable.agreement"] != ("link to the published policy" in item.lacks)
