"""Names that look the same are the same, names that are nearly the same are told, all others stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from core.name_comparison import NEARLY, alike, alphabetical, is_same, looks, nearest, similarity, spelled

# The same name in eyes of a reader, by what was put in.
DISGUISES = {
    "two spaces": "Load  forecast",
    "a space at the end": "Load forecast ",
    "a blank that does not break": "Load\N{NO-BREAK SPACE}forecast",
    "a space of no width": "Load\N{ZERO WIDTH SPACE} forecast",
    "a joiner": "Lo\N{ZERO WIDTH JOINER}ad forecast",
    "a direction": "\N{LEFT-TO-RIGHT MARK}Load forecast",
    "a soft hyphen": "Load fore\N{SOFT HYPHEN}cast",
    "a variation": "Load forecast\N{VARIATION SELECTOR-16}",
    "a Cyrillic letter": "L\N{CYRILLIC SMALL LETTER O}ad forecast",
    "a Greek letter": "L\N{GREEK SMALL LETTER OMICRON}ad forecast",
    "wide letters": "\N{FULLWIDTH LATIN CAPITAL LETTER L}oad forecast",
    "other case": "LOAD Forecast",
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguised_name_is_the_same(disguise):
    assert is_same("Load forecast", DISGUISES[disguise])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Straße", "STRASSE"),
        ("Öl", "O\N{COMBINING DIAERESIS}l"),
        ("Smart-meter", "Smart\N{NON-BREAKING HYPHEN}meter"),
        ("BACK", "\N{CYRILLIC CAPITAL LETTER VE}ACK"),
        ("ID", "\N{CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I}D"),
    ],
)
def test_names_of_the_same_looks(first, second):
    assert is_same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phase 1", "Phase l"),
        ("Modern data", "Modem data"),
        ("Plant 1", "Plant 2"),
        ("Öl", "Ol"),
        ("Load forecast", "Loadforecast"),
        ("", "Load"),
    ],
)
def test_names_that_a_reader_tells_apart(first, second):
    assert not is_same(first, second)


@given(st.text(max_size=30))
def test_looks_are_settled(name):
    assert looks(looks(name)) == looks(name)
    assert is_same(name, f"  {name} ")


@given(st.text(max_size=20), st.text(max_size=20))
def test_similarity_is_symmetric_and_within_its_range(first, second):
    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 1
    assert similarity(first, first) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("E-mail Platforms", "platform email"),
        ("Smart-meter readings", "Smart meter readings"),
        ("Smart-meter readings", "Smartmeter readngs"),
        ("Greta Özdemir", "Greta Ozdemir"),
        ("Ines Möller", "Ínes Möller"),
        ("José Díaz", "Jose Diaz"),
        ("Łukasz Żak", "Lukasz Zak"),
    ],
)
def test_a_slip_is_nearly_the_same(first, second):
    assert similarity(first, second) >= NEARLY


@pytest.mark.parametrize(("first", "second"), [("CRM", "ERP"), ("Plant 1 readings", "Plant 2 readings")])
def test_what_is_not_nearly_the_same(first, second):
    assert similarity(first, second) < NEARLY
    assert spelled(first) != spelled(second)


def test_the_nearest_come_first():
    known = ["Meter reading", "Smart-meter reading list", "Smart-meter readings", "Bills"]
    assert nearest("Smart meter readings", known, name_of=str) == ["Smart-meter readings"]
    assert nearest("Meter readngs", known, name_of=str) == ["Meter reading"]


def test_each_names_the_others_that_are_alike():
    names = ["Load forecast", "Bills", "Load  forecasts", "Forecast of load"]
    assert alike(names, key=str, name_of=str) == {
        "Load forecast": ("Load  forecasts",),
        "Load  forecasts": ("Load forecast",),
    }


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("de", ["Äpfel", "Apfelsaft", "Österreich", "Osterz", "Straße", "Strasse 2", "Übersicht", "Umsatz"]),
        ("fr", ["Echo", "élan", "Été", "Etude", "œuf", "Ouest", "zone"]),
        ("es", ["nana", "Nuez", "ñandú", "Ñu", "Ópera", "oso"]),
        ("en", ["ñandú", "nuez", "Ñz"]),
    ],
)
def test_names_are_in_the_order_of_a_dictionary(language, names):
    assert sorted({*names}, key=lambda name: alphabetical(name, language)) == names


def test_signs_accents_and_case_count_only_where_all_else_is_equal():
    names = ["PLAN A", "plán a", "“Plan A”", "plan-a 2", "Plan B"]
    assert sorted({*names}, key=alphabetical) == names
