"""Catalogs of words: how texts are extracted, which pages need which, and what each language lacks."""

from __future__ import annotations

import re
from io import BytesIO, StringIO

import pytest
from babel.messages.frontend import parse_mapping_cfg
from django.conf import settings
from django.core.management import call_command

from config.message_catalog_updates import SourceWords, catalog_of, lacking
from config.message_compiler import path_of
from config.message_extraction import AGENDAS, TABLES, TEMPLATE, texts_of
from config.report_texts import words_of_reports, words_of_titles
from config.room_texts import views, words_of_room
from config.shipped_content_texts import words_of_shipped
from core.shipped_tables import text_columns
from organizations.web.languages import is_for_readers
from workshops.agenda.file_format import AgendaFile, PlannedActivity, PlannedRoom, write

ROOT = settings.BASE_DIR
OTHERS = [key for key, _name in settings.LANGUAGES if key != settings.LANGUAGE_CODE]


@pytest.fixture(scope="module")
def room() -> dict[tuple[str, str], SourceWords]:
    return words_of_room(ROOT)


def extracted(text: str, method: str) -> list[tuple[str, str, str]]:
    return [(each.message, each.plural, each.context) for each in texts_of(BytesIO(text.encode()), method)]


def test_texts_are_found_in_templates_with_contexts_plurals_and_placeholders() -> None:
    text = """{% translate "Save" %}
    {% blocktranslate trimmed count count=n with name=x %}{{ count }} of {{ name }}{% plural %}{{ count }}
      of all {{ name }}{% endblocktranslate %}
    {% translate "May" context "a month" %}{% include "x.html" with title=_("It’s “new”") %}"""
    assert extracted(text, TEMPLATE) == [
        ("Save", "", ""),
        ("%(count)s of %(name)s", "%(count)s of all %(name)s", ""),
        ("May", "", "a month"),
        ("It’s “new”", "", ""),
    ]


def test_texts_are_found_in_code_by_every_name_that_marks_them() -> None:
    code = """_("One " "text")\n_lazy('Two')\npgettext_lazy("of data", "Stream")
ngettext_lazy("%(n)s map", "%(n)s maps", "n")\n_(unknown)\n"""
    assert extracted(code, "python") == [
        ("One text", "", ""),
        ("Two", "", ""),
        ("Stream", "", "of data"),
        ("%(n)s map", "%(n)s maps", ""),
    ]


def test_texts_are_found_in_agendas_but_not_those_for_facilitators() -> None:
    room = PlannedRoom("Platform", activities=(PlannedActivity("talk", "Gaps", 5, notes="Wait."),))
    slides = {"slides": "# One\n\nHello\n\n---\n\n# Two", "shown": ["tree"]}
    activities = (
        PlannedActivity("presentation", "Look", 5, "Listen.", "Stand up.", slides),
        PlannedActivity("breakout", "Rooms", 20, rooms=(room,)),
    )
    text = write(AgendaFile("Kick-off", "For the first day", activities)).decode()
    messages = [message for message, _plural, _context in extracted(text, AGENDAS)]
    assert messages == ["Kick-off", "Look", "Listen.", "# One\n\nHello", "# Two", "Rooms", "Platform", "Gaps"]


def test_the_mapping_reads_each_table_and_agenda_that_has_words() -> None:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    columns = text_columns(ROOT)
    assert {place for place, method in methods if method == TABLES} == {*columns}
    assert {place: tuple(options[place]["columns"].split()) for place in columns} == columns
    assert [place for place, method in methods if method == AGENDAS] == ["**/agendas/**.json"]


def test_the_texts_of_each_table_and_agenda_are_found() -> None:
    places = {place for each in words_of_shipped(ROOT).values() for place in each.places}
    files = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("tables/*.csv", "agendas/**/*.json")
        for path in ROOT.glob(f"*/{pattern}")
    }
    assert len(files) > 30
    assert files <= places


def test_the_room_s_texts_follow_from_its_pages(room: dict[tuple[str, str], SourceWords]) -> None:
    messages = {message for _context, message in room}
    assert all(is_for_readers(each) for each in views())
    assert {
        "Join",
        "You’re watching",
        "%(count)s of %(of)s is not done.",
        "Not my field",
        "Language",
    } <= messages
    assert not {"Sign up", "New workshop", "Edit the workshop", "Add a key"} & messages, "facilitators'"
    assert len(room) < 3380


def test_one_english_word_has_a_text_for_each_of_its_contexts(
    room: dict[tuple[str, str], SourceWords],
) -> None:
    contexts: dict[str, set[str]] = {}
    for context, message in room:
        contexts.setdefault(message, set()).add(context)
    assert {"round", "question", "action"} <= contexts["Open"]
    assert {"action", "activity", "person"} <= contexts["Done"]
    french = catalog_of("fr", ROOT)
    likelihood, impact = (french.get("High", context) for context in ("likelihood", None))
    assert likelihood is not None
    assert impact is not None
    assert (likelihood.string, impact.string) == ("Élevée", "Élevé")


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_a_catalog(language: str) -> None:
    assert path_of(language, ROOT).is_file()
    assert catalog_of(language, ROOT).num_plurals >= 2


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_all_titles_of_the_boards_paper(language: str) -> None:
    titles = words_of_titles(ROOT)
    assert len(titles) > 50
    assert not lacking(catalog_of(language, ROOT), titles)


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_that_speaks_of_the_room_has_all_of_its_texts(
    language: str, room: dict[tuple[str, str], SourceWords]
) -> None:
    """A catalog has all texts of the room and of what ships, or only those that reports say or said, too: a
    page is in one language."""
    reports = words_of_reports(ROOT)
    own = {key: words for key, words in {**room, **words_of_shipped(ROOT)}.items() if key not in reports}
    missing = lacking(catalog_of(language, ROOT), own)
    said_before = len(own) - len(missing) < 20
    assert said_before or not missing, f"`manage.py words --list` names them: {missing[:5]}"


def forms_of(language: str) -> list[str]:
    """Every translation of a language, each form of a plural on its own."""
    translations = (each.string or "" for each in catalog_of(language, ROOT) if each.id)
    return [form for each in translations for form in ((each,) if isinstance(each, str) else each)]


def test_french_punctuation_never_begins_a_line() -> None:
    """No-break spaces as the Imprimerie nationale has them: narrow before ; ! ? and wide elsewhere."""
    loose = re.compile(
        "[^\N{NO-BREAK SPACE}]:(?=\\s|$)"
        "|[^\N{NARROW NO-BREAK SPACE}][;!?](?=\\s|$)"
        "|«[^\N{NO-BREAK SPACE}]|[^\N{NO-BREAK SPACE}]»|[^\N{NO-BREAK SPACE}]%%|[\"']"
    )
    without_tags = (re.sub(r"<[^>]*>", "", form) for form in forms_of("fr"))
    assert [form for form in without_tags if loose.search(form)] == []


def test_spanish_has_one_kind_of_quotation_marks_and_pairs_of_marks() -> None:
    forms = [re.sub(r"<[^>]*>", "", form) for form in forms_of("es")]
    pairs = (("¿", "?"), ("¡", "!"), ("“", "”"))
    unpaired = [form for form in forms for first, last in pairs if form.count(first) != form.count(last)]
    assert unpaired == []
    assert [form for form in forms if re.search("[«»\"']|[^\N{NO-BREAK SPACE}]%%", form)] == []


def test_the_command_counts_what_is_lacking_and_writes_nothing_with_check() -> None:
    before = {language: path_of(language, ROOT).read_bytes() for language in OTHERS}
    said = StringIO()
    call_command("words", "--check", stdout=said)
    assert {language: path_of(language, ROOT).read_bytes() for language in OTHERS} == before
    lines = said.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        *("de, reports", "de, room", "de, shipped", "de, titles"),
        *("fr, room", "fr, shipped", "fr, titles", "es, room", "es, shipped", "es, titles"),
    ]


def test_a_text_of_code_is_found_in_its_number() -> None:
    """What a catalog has in two numbers, `gettext` doesn't find: it needs `ngettext` everywhere."""
    counted = {each.id[0] for each in catalog_of(OTHERS[0], ROOT) if isinstance(each.id, tuple)}
    alone = re.compile(r"""(?<![\w.])(?:_|_lazy|gettext|gettext_lazy)\(\s*"([^"]+)",?\s*\)""")
    wrong = {
        path.relative_to(ROOT).as_posix(): messages
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in {"tests", "node_modules", "var"}
        if (messages := counted.intersection(alone.findall(path.read_text(encoding="utf-8"))))
    }
    assert not wrong
