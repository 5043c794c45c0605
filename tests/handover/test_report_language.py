"""Reports in another language: what the code may say is translated, and pages stay English."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from config.message_catalog_updates import SourceWords, brought_up_to_date, lacking
from config.message_compiler import compile_all, path_of
from config.report_texts import words_of_reports
from config.shipped_content_texts import words_of_shipped
from discovery.document_parts import report_sheets
from discovery.glossary import reports as glossary
from discovery.registries import report_sections
from documents.localized_numbers import number, within
from handover.reports.document import assemble
from handover.reports.options import ReportOptions
from tests.factories import discovery

ROOT = settings.BASE_DIR
LANGUAGES = [key for key, _name in settings.REPORT_LANGUAGES if key != "en"]
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]|%\(\w*|</?b>")
# What both languages spell alike; whatever is added here was looked at.
_ALIKE = {
    "Data Mesh",
    "Delta",
    "Discovery",
    "EDGE",
    "Lean Value Tree",
    "RACI",
    "Roadmap",
    "SLI",
    "SLO",
    "Steward",
}
_ALIKE |= {"Governance", "Initiative", "Name", "Teams"}


def catalog(language: str) -> Catalog:
    with path_of(language, ROOT).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def strings(message: Message) -> list[tuple[str, str]]:
    """Each original with its translation; every plural stands for the last form."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string or ""))]
    first, *others = map(str, message.string or ())
    return [(message.id[0], first), *((message.id[1], other) for other in others)]


@pytest.fixture(scope="module")
def compiled() -> None:
    compile_all(ROOT)


@pytest.fixture
def german(compiled: None) -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_report_is_translated(language: str) -> None:
    missing = lacking(catalog(language), {**words_of_reports(ROOT), **words_of_shipped(ROOT)})

    assert missing == [], "bin/record writes them into the catalog; translate them there"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_original(language: str) -> None:
    differing = [
        (original, said)
        for message in catalog(language)
        if message.id
        for original, said in strings(message)
        if sorted(_PLACEHOLDER.findall(original)) != sorted(_PLACEHOLDER.findall(said))
        or original[:1].isspace() != said[:1].isspace()
    ]
    assert differing == []


def test_what_is_new_is_added_and_what_is_gone_is_dropped() -> None:
    old = Catalog("de")
    old.add("Kept", "Behalten")
    old.add("Gone", "Fort")
    words = {
        ("", "Kept"): SourceWords("Kept", places={"a.py"}),
        ("of", "New"): SourceWords("New", plural="News", context="of", places={"b.py"}),
    }

    text = brought_up_to_date(old, words)

    assert lacking(old, words) == ["New (of)"]
    assert b'msgid "Kept"\nmsgstr "Beh' in text
    assert b'msgctxt "of"\nmsgid "New"\nmsgid_plural "News"\nmsgstr[0] ""\nmsgstr[1] ""' in text
    assert b"Gone" not in text


def test_words_are_found_in_code_choices_and_included_templates() -> None:
    words = words_of_reports(ROOT)

    assert words["", "%(count)s team changes"].plural == "%(count)s teams change"
    assert ("of data", "Stream") in words
    legend = "Hexagons are data products. Shared"
    assert "templates/products/map/legend.html" in next(
        each.places for (_context, message), each in words.items() if message.startswith(legend)
    )
    # Fields of models are spoken of on pages alone.
    assert ("", "dissent and reasons") not in words


def test_a_broken_catalog_is_not_compiled(tmp_path: Path) -> None:
    path = path_of("de", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "One"\nmsgstr "Eins"\nmsgstrange\n')

    with pytest.raises(PoFileError, match="misformatted"):
        compile_all(tmp_path)

    assert not path.with_suffix(".mo").exists()


@pytest.mark.usefixtures("german")
def test_titles_and_terms_are_german() -> None:
    titles = [
        *(each.title for each in report_sections),
        *(each.title for each in report_sheets),
        *(each.name for each in glossary.TERMS),
    ]
    translated = [str(title) for title in titles]
    with translation.override("en"):
        originals = [str(title) for title in titles]
    assert len(titles) > 100
    alike = {title for title, original in zip(translated, originals, strict=True) if title == original}
    assert alike - {*_ALIKE} == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
def test_a_report_is_written_in_the_language_that_was_chosen() -> None:
    reported = discovery()
    moment = timezone.now().replace(year=2026, month=3, day=5)

    html = assemble(
        reported, made_at=moment, progress=lambda percent, words: None, options=ReportOptions(language="de")
    )

    assert '<html lang="de">' in html
    assert "Stand vom" in html
    assert "5. März 2026" in html
    assert "As of" not in html
    assert not re.search(r"%\(\w+\)|%%", html)
    assert translation.get_language() == "en"


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
def test_pages_stay_english_for_a_browser_that_would_like_german(client: Client) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "de-DE,de;q=0.9"}).content.decode()

    assert '<html lang="en' in page
    assert "Sign in" in page
    assert "Passwort" not in page


@pytest.mark.usefixtures("german")
def test_the_glossary_knows_german_plurals() -> None:
    terms = [str(each.name) for each in glossary.used_in(["<p>Zwei Anwendungsfälle, Ziele und SLOs</p>"])]

    assert terms == ["Anwendungsfall", "SLO"]


def test_numbers_and_states_are_spelled_as_the_language_does() -> None:
    assert (number("1,234.5"), within("In delivery")) == ("1,234.5", "in delivery")
    with translation.override("de"):
        assert (number("1,234.5"), within("Im Aufbau")) == ("1.234,5", "im Aufbau")


def test_a_catalog_is_compiled_by_two_at_once(tmp_path: Path) -> None:
    """A server starts while another one does, or tests on two databases."""
    catalog = path_of("de", tmp_path)
    catalog.parent.mkdir(parents=True)
    shutil.copy(path_of("de", ROOT), catalog)
    with ThreadPoolExecutor(2) as workers:
        written = list(workers.map(compile_all, [tmp_path] * 4))
    assert written == [[catalog.with_suffix(".mo")]] * 4
    assert sorted(each.name for each in catalog.parent.iterdir()) == ["django.mo", "django.po"]
