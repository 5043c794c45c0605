"""Names of models and fields as labels, and the messages of texts that are translated when they are shown."""

from __future__ import annotations

from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.labels import as_label, by_name, in_english, names_of, sources_of
from lvt.models import UseCase
from tests.pseudo import LANGUAGE, OPENS, pseudo_language


def test_a_name_is_translated_once_and_then_gets_its_capital_letter() -> None:
    with pseudo_language() as made, translation.override(LANGUAGE):
        assert as_label(gettext_lazy("data product")).count(OPENS) == 1
        assert made.asked == {("", "data product")}


def test_a_name_that_django_made_of_a_class_is_translated_too() -> None:
    meta = UseCase._meta
    with translation.override("de"):
        assert (as_label(meta.verbose_name), as_label(meta.verbose_name_plural)) == (
            "Anwendungsfall",
            "Anwendungsfälle",
        )
    assert in_english(as_label(meta.verbose_name)) == "Use case"
    assert as_label(None) == ""


def test_a_name_begins_with_a_capital_letter_in_each_language() -> None:
    name = gettext_lazy("goal")
    for language, label in (("en", "Goal"), ("fr", "Objectif"), ("es", "Objetivo")):
        with translation.override(language):
            assert as_label(name) == label


def test_the_messages_of_a_text_have_their_contexts() -> None:
    joined = format_lazy("{}: {}", gettext_lazy("Goal"), pgettext_lazy("question", "Open"))
    assert [*sources_of(joined)] == [("", "Goal"), ("question", "Open")]
    assert [*sources_of("Goal")] == []


def test_a_label_with_a_context_is_recognized_in_each_language_of_reports() -> None:
    names = names_of(pgettext_lazy("guardrail", "Retired"))
    assert names == ("Retired", "Aufgehoben", "Retiré", "Derogada", "Außer Betrieb"), "and its former name"


def test_names_are_sorted_by_the_alphabet_of_the_language() -> None:
    names = ["Ñandú", "élan", "nz", "Zoé", "Echo"]
    with translation.override("fr"):
        assert sorted(names, key=by_name) == ["Echo", "élan", "Ñandú", "nz", "Zoé"]
    with translation.override("es"):
        assert sorted(names, key=by_name) == ["Echo", "élan", "nz", "Ñandú", "Zoé"]
