"""A phone in its person's language: chosen by the browser, changed in the middle of a text, nothing lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import arrived, goto, settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
NAME = "לאה García"


def test_the_room_goes_on_for_phones_of_all_languages(headwaters: Headwaters, open_browser: Open) -> None:
    code = headwaters.demo["join_code"]
    console = open_browser("facilitator", 1280, 800, locale="fr-FR")[0].new_page()
    sign_in(console, headwaters)
    goto(console, f"/w/{code}/console/")
    expect(console.locator("html")).to_have_attribute("lang", "en")
    phones = {}
    for locale in ("en-GB", "de-DE", "fr-FR", "es-ES", "pt-BR"):
        context, _watch = open_browser(locale, 390, 844, locale=locale)
        phones[locale] = phone = context.new_page()
        goto(phone, f"/join/{code}/")
        phone.locator("[name=display_name]").fill(f"Person {locale}")
        phone.locator("[name=side][value=it]").check()
        phone.locator("button.primary.large").click()
        arrived(phone)
    before = {locale: phone.locator("[data-region=clock]").inner_text() for locale, phone in phones.items()}
    console.get_by_role("button", name="Start the workshop").first.click()
    for locale, phone in phones.items():
        expect(phone.locator("html")).to_have_attribute("lang", "en" if locale[:2] == "pt" else locale[:2])
        expect(phone.locator("[data-region=clock]")).not_to_have_text(before[locale])


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
