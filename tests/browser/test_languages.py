"""A phone in its person's language: chosen by the browser, changed in the middle of a text, nothing lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import arrived, goto, settled
from tests.browser.texts_on_screen import TURNED
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
NAME = "לאה García"


# By the language of a browser: a name from right to left.
PEOPLE = {
    "en-GB": "דוד Levi",
    "de-DE": "לאה כהן",
    "fr-FR": "مريم حداد",
    "es-ES": "יוסף García",
    "pt-BR": "علي Pereira",
}
GERMAN_STAGE = """
from workshops.models import Workshop
Workshop.objects.filter(code={code!r}).update(language="de")
"""
ASKED = """
import json
from discovery.models import Discovery
from tests import factories
from tests.factories import SYSTEM
from workshops.room.running.services import start_workshop
workshop = factories.workshop(Discovery.objects.order_by("pk")[0])
factories.activity(workshop, "check_in", "In one word")
start_workshop(actor=SYSTEM, workshop=workshop)
print("CODE " + json.dumps(workshop.code))
"""


def join(phone: Page, code: str, name: str) -> None:
    """Fill in the form, in whichever language it is."""
    goto(phone, f"/join/{code}/")
    phone.locator("[name=display_name]").fill(name)
    phone.locator("[name=side][value=it]").check()
    phone.locator("button.primary.large").click()
    arrived(phone)


def test_a_german_stage_and_phones_of_all_languages_go_on_together(
    headwaters: Headwaters, open_browser: Open
) -> None:
    """Each of their people has a name from right to left, which moves nothing on any screen."""
    code = headwaters.demo["join_code"].replace("-", "")
    headwaters.python(GERMAN_STAGE.format(code=code))
    laptop, _watch = open_browser("facilitator", 1280, 800, locale="fr-FR")
    console, stage = laptop.new_page(), laptop.new_page()
    sign_in(console, headwaters)
    goto(console, f"/w/{code}/console/")
    goto(stage, f"/w/{code}/stage/")
    expect(console.locator("html")).to_have_attribute("lang", "en")
    expect(stage.locator("html")).to_have_attribute("lang", "de")
    phones = {}
    for locale, name in PEOPLE.items():
        context, _watch = open_browser(locale, 390, 844, locale=locale)
        phones[locale] = context.new_page()
        join(phones[locale], code, name)
    before = {locale: phone.locator("[data-region=clock]").inner_text() for locale, phone in phones.items()}
    turned = {page.url: page.evaluate(TURNED) for page in (console, stage)}
    console.get_by_role("button", name="Start the workshop").first.click()
    expect(stage.locator("html")).to_have_attribute("lang", "de")
    for locale, phone in phones.items():
        expect(phone.locator("html")).to_have_attribute("lang", "de" if locale[:2] == "pt" else locale[:2])
        expect(phone.locator("[data-region=clock]")).not_to_have_text(before[locale])
        phone.locator("[popovertarget=room-menu]").click()
        expect(phone.locator("#room-menu")).to_contain_text(PEOPLE[locale])
        turned[locale] = phone.evaluate(TURNED)
    assert not {place: faults for place, faults in turned.items() if faults}


def test_a_language_changes_in_the_middle_of_an_answer(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("answering", 390, 844, locale="de-DE", has_touch=True, is_mobile=True)
    phone = context.new_page()
    join(phone, headwaters.told(ASKED, "CODE"), NAME)
    word = phone.locator("#answer-text")
    word.fill("תקווה, trotz allem")
    phone.locator("[popovertarget=room-menu]").click()
    phone.locator("#room-menu").get_by_role("button", name="Français").click()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    settled(phone)
    expect(word).to_have_value("תקווה, trotz allem")
    phone.locator("#answer button[type=submit]").click()
    expect(phone.locator("#answer [data-contribute-state]")).to_contain_text("Enregistré")
    assert watch.failures == []


def test_a_language_changes_in_the_middle_of_a_text(headwaters: Headwaters, open_browser: Open) -> None:
    code = headwaters.demo["join_code"]
    context, watch = open_browser("phone", 390, 844, locale="de-AT", has_touch=True, is_mobile=True)
    phone = context.new_page()
    goto(phone, f"/join/{code}/")
    language = phone.locator("html")
    expect(language).to_have_attribute("lang", "de")

    phone.locator("[name=display_name]").fill(NAME)
    phone.locator("[name=side][value=it]").check()
    phone.get_by_role("button", name="Español").click()
    expect(language).to_have_attribute("lang", "es")
    expect(phone.locator("[name=display_name]")).to_have_value(NAME)
    expect(phone.locator("[name=side][value=it]")).to_be_checked()
    phone.locator("button.primary.large").click()
    arrived(phone)
    expect(language).to_have_attribute("lang", "es")

    phone.locator("[data-dialog=capture-dialog]").first.click()
    phone.locator("#capture-dialog [name=title]").fill("Wer pflegt die Quelle?")
    phone.keyboard.press("Escape")
    phone.locator("[popovertarget=room-menu]").click()
    phone.locator("#room-menu").get_by_role("button", name="Français").click()
    expect(language).to_have_attribute("lang", "fr")
    settled(phone)
    assert "language=fr" in str(phone.locator("body").get_attribute("data-live-url"))
    phone.locator("[data-dialog=capture-dialog]").first.click()
    expect(phone.locator("#capture-dialog [name=title]")).to_have_value("Wer pflegt die Quelle?")
    assert watch.failures == []
