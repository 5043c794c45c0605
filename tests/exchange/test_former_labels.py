"""What files were written with before a label changed is recognized as the same, and no two things in one
place share a name (docs/writing.md, "Renaming a label")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.utils.translation import gettext_lazy

from core import labels as labels_module
from core.exceptions import Invalid
from core.imports.importable_kinds import Entry
from core.imports.values import from_text, named_choices
from core.labels import former_names, names_of
from core.name_comparison import looks
from documents.foreign_sheet import ReadSheet
from exchange.column_mapping.services import named_fields, suggested_mapping, tabular
from exchange.services.text_input import entries_of_texts
from tests import labels

COLUMNS = ("column", "field")
# A word may lead to several pages.
OF_FIND = ("page", "paper", "organization", "action")


def _by_key() -> dict[str, Entry]:
    return {entry.key: entry for entry in entries_of_texts()}


def _recorded_of_kinds(*sorts: str) -> Iterator[tuple[Entry, str, str, str]]:
    """The kind, the sort ("column"), what the label is of ("name"), and the label."""
    entries = _by_key()
    for what, names in labels.recorded().items():
        key, sort, of = [*what.split(" ", 2), "", ""][:3]
        if key in entries and sort in sorts:
            for name in names:
                yield entries[key], sort, of, name


def test_every_label_is_recorded() -> None:
    assert labels.not_recorded() == [], "bin/record-labels records a new one, and what became of an old one"


def test_every_word_for_a_choice_means_the_same_value() -> None:
    count = 0
    for entry, _sort, of, word in _recorded_of_kinds("choice"):
        name, _equals, value = of.partition("=")
        assert str(from_text(entry.column(name), word)) == value, (entry.key, of, word)
        count += 1
    assert count > 300


def test_every_head_of_a_column_names_the_same_field() -> None:
    """Two fields of a kind may have one label for people; then one of them is meant, as it always was."""
    fields: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry, _sort, of, head in _recorded_of_kinds(*COLUMNS):
        if tabular().get(entry.heading) is entry:
            fields[entry.heading, looks(head)].add(of)
    assert len(fields) > 500
    wrong = {key: of for key, of in fields.items() if named_fields(key[0]).get(key[1]) not in of}
    assert wrong == {}


def test_a_sheet_is_recognized_by_every_name_of_its_kind() -> None:
    for entry, _sort, _of, title in _recorded_of_kinds("several"):
        if tabular().get(entry.heading) is entry:
            head = str(entry.kind.model._meta.verbose_name)
            assert suggested_mapping(ReadSheet(title, [head, "x"], [])).heading == entry.heading, title


def test_words_of_ours_are_recognized() -> None:
    keys = _by_key()
    there = labels.recognized()
    ours = {what: names for what, names in labels.recorded().items() if what.split(" ")[0] not in keys}
    assert {"yes", "no", "side it"} <= ours.keys()
    for what, names in ours.items():
        known = (*there[what].values(), *former_names(there[what]["en"]))
        assert {*map(looks, names)} <= {*map(looks, known)}, what


def test_no_former_word_means_something_else_in_the_same_place() -> None:
    assert _conflicts(labels.recognized(), former_names) == []


def test_two_meanings_of_one_word_are_found() -> None:
    there = {
        "lvt.Goal choice state=done": {"en": "Reached"},
        "lvt.Goal choice state=open": {"en": "Open"},
        "lvt.Goal choice state=new": {"en": "New"},
    }
    former = {"Reached": ("Done", "Open"), "New": ("Done",)}
    assert _conflicts(there, lambda label: former.get(label, ())) == [
        ("lvt.Goal choice state", "done"),
        ("lvt.Goal choice state", "open"),
    ]


def test_a_label_that_changes_without_its_former_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    there = labels.recognized()
    renamed = {**there, "yes": {**there["yes"], "en": "Certainly"}}
    monkeypatch.setattr(labels, "recognized", lambda: renamed)
    assert labels.not_recorded() == ["yes: Certainly"]


def test_recording_keeps_what_a_label_was_called() -> None:
    there = {"yes": {"en": "Certainly", "de": "Ja"}}
    known = {"yes": ["Yes", "Ja", "Aye"]}
    assert labels.former(known, there) == {"Certainly": ["Aye", "Yes"]}


def test_all_names_of_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels_module, "_former", lambda: {looks("No"): ("Nay",)})
    assert names_of(gettext_lazy("No")) == ("No", "Nein", "Non", "Nay")


def test_what_is_no_choice_is_refused_still() -> None:
    [column] = (entry.column("state") for entry in entries_of_texts() if entry.key == "products.DataProduct")
    assert "planned" in named_choices(column)
    with pytest.raises(Invalid, match="isn’t one of the options"):
        from_text(column, "no such state")


def _conflicts(
    there: Mapping[str, Mapping[str, str]], former: Callable[[str], tuple[str, ...]]
) -> list[tuple[str, str]]:
    """Former words that are a word, now or before, for something else in the same place."""
    now: dict[tuple[str, str], set[str]] = defaultdict(set)
    before: dict[tuple[str, str], set[str]] = defaultdict(set)
    for what, names in there.items():
        place, of = _place(what)
        for name in names.values():
            now[place, looks(name)].add(of)
        for name in former(names["en"]):
            before[place, looks(name)].add(of)
    return sorted(key for key, of in before.items() if len(of | now[key]) > 1)


def _place(what: str) -> tuple[str, str]:
    """Where a word is read, and what it says there: ("lvt.Goal choice state", "done")."""
    parts = what.split(" ", 2)
    if len(parts) == 3 and parts[1] == "choice":
        field, _equals, value = parts[2].partition("=")
        return f"{parts[0]} choice {field}", value
    if len(parts) == 3 and parts[1] in COLUMNS:
        return f"{parts[0]} columns", parts[2]
    if len(parts) == 2 and parts[1] in ("one", "several"):
        return "titles of sheets", parts[0]
    if parts[0] in ("criterion", "steps"):
        return " ".join(parts[:2]), what
    if parts[0] in OF_FIND:
        return what, what
    return ("yes or no", what) if parts[0] in ("yes", "no") else (parts[0], what)
