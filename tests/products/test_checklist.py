"""The MVP checklist: what is mandatory, what is missing, and filling it in where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, Stale
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.registries import report_sections
from handover.reports.options import FULL, ReportOptions, chosen_sections
from organizations.actors import Actor
from organizations.models import Organization, Person
from products.design.access.selectors import access_rules, who_may_use
from products.design.checklist.selectors import ATTRIBUTES, FIELDS, checklists, completeness
from products.design.product.services import change_product
from products.design.template import views
from products.kinds.access_rules import ACCESS_RULE
from products.models import AccessRule, DataProduct, OutputPort, Slo, TemplateAnswer
from products.registries import Notice
from tests import factories
from tests.factories import make
from tests.sending import HOSTILE, HTMX
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

MANDATORY = {
    "name",
    "kind",
    "domain",
    "owner",
    "description",
    "port",
    "slo",
    "sharing",
    "access_policy",
    "distribution_modified",
    "distribution_unmodified",
    "classification",
}
REGULATED = {"privacy", "compliance"}
# What a policy needs besides its words: where it is published, and what holds for everybody else.
PUBLISHED = {"agreement_url": "https://data.example/agreements/hcp", "access_default": "deny"}
FILLED = {
    "description": "What is known of physicians",
    "sharing": "approval",
    "access_policy": "Brand teams of the domain",
    "distribution_modified": "allowed",
    "distribution_unmodified": "forbidden",
    "classification": "confidential",
    "privacy": "personal",
    "compliance": "Consent is asked for",
}


def _regulate(product):
    Organization.objects.filter(pk=product.domain.organization_id).update(is_regulated=True)


def _missing(product):
    return {item.key for item in completeness(product).missing}


def _url(name, product, *args):
    return reverse(f"products:{name}", args=[product.discovery.slug, product.uuid, *args])


# --- What is mandatory ----------------------------------------------------------------------------


def test_a_new_product_has_its_name_type_and_domain_and_misses_the_rest(product):
    checklist = completeness(product)
    assert {item.key for item in checklist.mandatory} == MANDATORY
    assert (checklist.done, checklist.total) == (3, 12)
    assert _missing(product) == MANDATORY - {"name", "kind", "domain"}


def test_a_regulated_organization_must_say_more(product):
    _regulate(product)
    checklist = completeness(product)
    assert {item.key for item in checklist.mandatory} == MANDATORY | REGULATED
    assert _missing(product) >= REGULATED


@pytest.mark.parametrize("key", [attribute.key for attribute in ATTRIBUTES])
def test_each_attribute_is_missing_until_it_is_said(product, editor, key):
    _regulate(product)
    said = {"name", "kind", "domain"}
    assert (key in _missing(product)) == (key not in said)
    if key == "owner":
        person = make(Person, organization=product.domain.organization, name="Olga")
        change_product(actor=editor, product=product, owner=person)
    elif key == "port":
        make(OutputPort, product=product, name="Table", kind="table")
    elif key == "slo":
        make(Slo, product=product, kind="freshness", indicator="Age", sentence="Fresh each day")
    elif key in FILLED:
        fields: dict[str, Any] = {key: FILLED[key]} | (PUBLISHED if key == "access_policy" else {})
        change_product(actor=editor, product=product, **fields)
    assert key not in _missing(product)


def test_rules_of_who_may_are_a_policy_too(product, editor):
    change_product(actor=editor, product=product, agreement_url=PUBLISHED["agreement_url"])
    _rule(editor, product, effect="deny")
    assert "access_policy" in _missing(product)
    _rule(editor, product)
    assert "access_policy" not in _missing(product)


def test_what_is_missing_leads_to_the_very_field(product, client_of, account):
    page = client_of(account).get(_url("product_checklist", product), follow=True).content.decode()
    for item in completeness(product).missing:
        assert f'href="{item.url}"' in page
        if item.key in FIELDS:
            assert f'id="{item.url.partition("#")[2]}"' in page


def test_a_notice_of_something_else_leaves_the_owner_missing(product, client_of, account, monkeypatch):
    notice = Notice(product.pk, "Part of a circle.", "/", "View its ports")
    for about, count in (("", 1), ("owner", 0)):
        notices = {product.pk: (replace(notice, about=about),)}
        monkeypatch.setattr(views, "notices_of", lambda _discovery, notices=notices: notices)
        page = client_of(account).get(_url("product", product)).content.decode()
        missing = page.partition('id="missing"')[2].partition("</section>")[0]
        assert "Part of a circle." in missing
        assert missing.count(">Owner</a>") == count


def test_the_overview_reads_all_products_in_the_same_queries(
    product, client_of, account, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert len(checklists(product.discovery)) == 1
    for number in range(4):
        more = make(
            DataProduct,
            discovery=product.discovery,
            domain=product.domain,
            name=f"More {number}",
            kind="source_oriented",
        )
        make(AccessRule, product=more, effect="allow", basis="role", subject="Anybody")
    with django_assert_num_queries(2):
        assert len(checklists(product.discovery)) == 5

    page = client_of(account).get(reverse("products:checklists", args=[product.discovery.slug]))
    text = page.content.decode()
    assert "3 of 12" in text
    assert "Missing: Owner of HCP 360" in text
    assert "0 of 5 data products" in text


def test_without_a_product_the_overview_offers_the_step(discovery, client_of, account):
    page = client_of(account).get(reverse("products:checklists", args=[discovery.slug]))
    assert "No data product yet" in page.content.decode()


# --- Filling it in --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(FILLED))
def test_each_field_is_edited_in_its_place(product, client_of, account, key):
    browser = client_of(account)
    address = _url("checklist_edit", product, key)
    form = browser.get(address, headers=HTMX).content.decode()
    assert f'name="{key}"' in form
    assert 'name="owner"' not in form

    sent = {key: FILLED[key], "revision": product.revision}
    answer = browser.post(address, sent, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="checklist"' in answer.content.decode()
    assert getattr(DataProduct.objects.get(pk=product.pk), key) == FILLED[key]


def test_a_stale_edit_shows_both_versions(product, editor, client_of, account):
    change_product(actor=editor, product=product, description="Theirs")
    answer = client_of(account).post(
        _url("checklist_edit", product, "description"),
        {"description": "Mine", "revision": product.revision},
    )
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()


def test_a_link_that_is_none_is_an_error_beside_the_field(product, client_of, account):
    answer = client_of(account).post(
        _url("checklist_edit", product, "access_policy"),
        {"access_policy": "Mine", "agreement_url": "javascript:alert(1)", "revision": product.revision},
    )
    assert answer.status_code == 422
    assert "Mine" in answer.content.decode()


def test_hostile_text_stays_text(product, client_of, account):
    browser = client_of(account)
    saved = browser.post(
        _url("checklist_edit", product, "compliance"), {"compliance": HOSTILE, "revision": product.revision}
    )
    assert saved["Location"] == _url("product_checklist", product) + "#part-checklist"
    text = browser.get(_url("product_checklist", product), follow=True).content.decode()
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;" in text


def test_a_viewer_reads_and_edits_nothing(product, client_of):
    browser = client_of(factories.access(product.discovery, DiscoveryRole.VIEWER))
    assert "Fill in" not in browser.get(_url("product_checklist", product), follow=True).content.decode()
    assert browser.post(_url("checklist_edit", product, "sharing"), {"sharing": "open"}).status_code == 403


# --- Rules of access ------------------------------------------------------------------------------


def _rule(editor, product, effect="allow", basis="role", subject="Brand manager", **fields):
    rule = AccessRule(product=product, effect=effect, basis=basis, subject=subject, **fields)
    return kinds.add(actor=editor, draft=rule)


def test_rules_are_said_in_words_with_what_holds_for_everybody_else(product, editor):
    assert who_may_use(product, []) == "No rule grants access yet, so no one may use it."
    _rule(editor, product)
    assert who_may_use(product, access_rules(product)) == "No one else may use it."
    _rule(editor, product, effect="deny", basis="attribute", subject="country", value="Utopia")
    rules = access_rules(product)
    assert [each.words for each in rules] == [
        "Brand manager may use it.",
        "No one whose country is “Utopia” may use it.",
    ]
    assert (
        who_may_use(product, rules)
        == "No one else may use it. A rule that denies access overrides one that allows it."
    )


def test_rules_are_kept_in_order_changed_and_taken_back(product, editor):
    first, second = _rule(editor, product), _rule(editor, product, subject="Analyst")
    kinds.reorder(ACCESS_RULE, actor=editor, parent=product, order=[second.uuid, first.uuid])
    assert [each.rule for each in access_rules(product)] == [second, first]

    changed = kinds.change(
        actor=editor, artifact=first, basis="attribute", subject="country", value="Germany"
    )
    assert changed.value == "Germany"
    # By role again: there is no value any more.
    assert kinds.change(actor=editor, artifact=changed, basis="role").value == ""
    with pytest.raises(Stale):
        kinds.change(actor=editor, artifact=first, subject="Late", revision=first.revision)

    done = kinds.delete(actor=editor, artifact=second)
    assert [each.rule for each in access_rules(product)] == [first]
    undo(actor=editor, target=done)
    assert len(access_rules(product)) == 2


def test_a_rule_about_nobody_and_strange_kinds_are_refused(product, editor):
    for wrong in (
        {"effect": "perhaps"},
        {"basis": "mood"},
        {"subject": "  "},
        {"basis": "attribute", "value": " "},
    ):
        with pytest.raises(Invalid):
            _rule(editor, product, **wrong)
    rule = _rule(editor, product)
    with pytest.raises(Conflict):
        kinds.reorder(ACCESS_RULE, actor=editor, parent=product, order=[product.uuid])
    viewer = Actor.of_account(factories.access(product.discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        kinds.delete(actor=viewer, artifact=rule)
    assert AccessRule.objects.count() == 1


def test_rules_are_written_on_the_page(product, client_of, account):
    browser = client_of(account)
    address = _url("access_rule_add", product)
    said = {"effect": "deny", "users": "human", "basis": "attribute", "subject": "country"}
    missing = browser.post(address, said, headers=HTMX)
    assert missing.status_code == 422
    assert "Enter the value of the attribute" in missing.content.decode()

    sent = {**said, "value": "Utopia", "note": "Law"}
    page = browser.post(address, sent, headers=HTMX).content.decode()
    assert "No one whose country is “Utopia” may use it." in page
    rule = AccessRule.objects.get()
    edited = browser.post(
        _url("access_rule_edit", product, rule.uuid),
        {**sent, "value": "Nowhere", "revision": rule.revision},
        headers=HTMX,
    )
    assert "Nowhere" in edited.content.decode()
    deleted = browser.post(_url("access_rule_delete", product, rule.uuid), headers=HTMX)
    assert "undo" in deleted["HX-Trigger"]
    assert not AccessRule.objects.exists()


@pytest.mark.parametrize("wrong", [{"effect": "never"}, {"basis": "mood"}])
def test_the_database_refuses_what_no_form_lets_through(product, wrong):
    fields = {"effect": "allow", "basis": "role", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        make(AccessRule, product=product, subject="Anybody", **fields)


# --- On paper -------------------------------------------------------------------------------------


def _fill(product: DataProduct, editor: Actor, **others: Any) -> None:
    filled: dict[str, Any] = {**FILLED, **PUBLISHED, **others}
    change_product(actor=editor, product=product, **filled)


def test_the_sheet_to_sign_has_all_values_and_the_six_answers_are_printed(product, editor):
    _fill(product, editor)
    make(TemplateAnswer, product=product, question="users", text="Patient Journey Partners")
    sections = {each.key: each for each in report_sections}
    for key, words in (
        ("products.mvp_checklist", ("Consent is asked for", "Brand teams of the domain", "signature")),
        ("products.answers", ("Who uses it, and whom does it serve?", "Patient Journey Partners")),
    ):
        section = sections[key]
        assert section.by_choice
        drawn = render_to_string(section.template, section.context(product.discovery))
        assert all(each in drawn for each in words), key
    assert not {"products.mvp_checklist", "products.answers"} & {each.key for each in chosen_sections(FULL)}
    asked = ReportOptions(sections=("products.answers", "products.mvp_checklist"))
    assert [each.key for each in chosen_sections(asked)] == list(asked.sections)


def test_a_policy_that_is_published_nowhere_is_none(product, editor):
    _fill(product, editor, agreement_url="")
    assert "access_policy" in _missing(product)


def test_a_policy_says_who_may_not_too(product, editor):
    _fill(product, editor, access_default="")
    (policy,) = [item for item in completeness(product).missing if item.key == "access_policy"]
    assert (policy.value, policy.lacks) == (FILLED["access_policy"], ("people who may not use it",))
    for default in ("deny", "allow"):
        change_product(actor=editor, product=product, access_default=default)
        assert "access_policy" not in _missing(product)
    change_product(actor=editor, product=product, access_default="")
    _rule(editor, product, effect="deny")
    assert "access_policy" not in _missing(product)


def test_every_attribute_is_in_one_part_of_the_screen(product: DataProduct) -> None:
    checklist = completeness(product)
    in_parts = [item.key for part in checklist.parts for item in part.items]
    assert sorted(in_parts) == sorted(item.key for item in checklist.items)
