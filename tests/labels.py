"""The labels by which files and pages are found, as they were recorded: heads of columns, choices, titles.
`bin/record-labels` adds those of now, and writes what became of the others into core/former_labels.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.imports.importable_kinds import Entry
    from core.labels import Text

ROOT = Path(__file__).resolve().parents[1]
RECORDED = Path(__file__).with_name("labels.json")
"""By what is recognized, such as a choice of a field: what it is and was called, in any language."""

FORMER = ROOT / "core/former_labels.json"


def recognized() -> dict[str, dict[str, str]]:
    """The labels that imports and *Find* recognize, by thing and language: copied content in every language,
    heads of files and names of pages in those of reports."""
    from django.conf import settings
    from django.utils import translation

    there: dict[str, dict[str, str]] = {}
    of_reports = dict(settings.REPORT_LANGUAGES)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for what, label in _labels() if language in of_reports else _of_ours():
                there.setdefault(what, {})[language] = str(label)
    return there


def recorded() -> dict[str, list[str]]:
    """What was recorded."""
    labels: dict[str, list[str]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return labels


def not_recorded() -> list[str]:
    """The English labels that are not recorded, with what they name."""
    known = recorded()
    return [f"{what}: {label['en']}" for what, label in recognized().items() if not _has(known, what, label)]


def record() -> None:
    """Write down the labels of now, in all languages, and what they were called before. Nothing is taken out
    of what is recorded."""
    known, there = recorded() if RECORDED.exists() else {}, recognized()
    for what, labels in there.items():
        known[what] = list(dict.fromkeys((*known.get(what, ()), *labels.values())))
    _write(RECORDED, {what: known[what] for what in sorted(known)})
    _write(FORMER, former(known, there))


def former(known: dict[str, list[str]], there: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """By English label, what else is recorded of what it names. Labels that look the same are one."""
    from core.name_comparison import looks

    labels: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}
    for what in sorted(there, key=lambda what: there[what]["en"]):
        of = names.setdefault(looks(there[what]["en"]), {})
        labels.setdefault(looks(there[what]["en"]), there[what]["en"])
        now = {*map(looks, there[what].values())}
        for name in sorted(known[what]):
            if looks(name) not in now:
                of.setdefault(looks(name), name)
    return {label: [*names[seen].values()] for seen, label in labels.items() if names[seen]}


def _has(known: dict[str, list[str]], what: str, label: dict[str, str]) -> bool:
    return label["en"] in known.get(what, ())


def _write(path: Path, content: dict[str, list[str]]) -> None:
    """A line for each."""
    lines = (f"{_as_json(what)}: {_as_json(names)}" for what, names in content.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _labels() -> Iterator[tuple[str, Text]]:
    """What is recognized, and its label in the language of now."""
    from exchange.services.text_input import entries_of_texts

    for entry in entries_of_texts():
        yield from _of_entry(entry)
    yield from _of_ours()
    yield from _of_pages()


def _of_entry(entry: Entry) -> Iterator[tuple[str, Text]]:
    from exchange.column_mapping.services import choices_of

    key, meta = entry.key, entry.kind.model._meta
    yield f"{key} one", meta.verbose_name or ""
    yield f"{key} several", meta.verbose_name_plural or ""
    for name, label in choices_of(entry).items():
        yield f"{key} column {name}", label
        column = entry.kind.column(name)
        own = entry.kind.labels.get(name, column.verbose_name if column else name)
        yield f"{key} field {name}", own
        for value, words in column.flatchoices if column is not None and column.choices else ():
            yield f"{key} choice {name}={value}", words


def _of_ours() -> Iterator[tuple[str, Text]]:
    from django.utils.translation import gettext_lazy as _

    from lvt.methods.presets import PRESETS
    from operating_model.shipped import STANDARD_DUTIES, STANDARD_ROLES
    from organizations.people_and_teams.models import Side
    from process.shipped import DIMENSION_NAMES
    from products.selectors.room_products import TEMPLATE_TOGETHER
    from technology.capability_catalog import CATALOG
    from workshops.registries import activity_kinds

    yield "yes", _("Yes")
    yield "no", _("No")
    yield "account without a name", _("Unnamed person (%(tag)s)")
    for side in Side:
        yield f"side {side.value}", side.label
    yield f"activity {TEMPLATE_TOGETHER}", activity_kinds.get(TEMPLATE_TOGETHER).label
    for role in STANDARD_ROLES:
        yield f"role {role.key}", role.name
    for place, duty in enumerate(STANDARD_DUTIES):
        yield f"duty {place}", duty.name
    for entry in CATALOG:
        yield f"capability {entry.key}", entry.name
    for key, name in DIMENSION_NAMES.items():
        yield f"dimension {key}", name
    for preset in PRESETS.values():
        for place, criterion in enumerate(preset.criteria):
            yield f"criterion {preset.key} {place}", criterion.name
            if criterion.steps:
                yield f"steps {preset.key} {place}", criterion.steps


def _of_pages() -> Iterator[tuple[str, Text]]:
    """What pages are looked up by."""
    from core.labels import in_english
    from discovery import registries
    from organizations.registries import organization_actions, organization_pages

    for page in (*registries.navigation, *registries.found_pages):
        yield f"page {page.key}", page.label
        for word in page.words:
            yield f"page {page.key} {in_english(word)}", word
    for part in registries.added_parts:
        for word in part.words:
            yield f"page {part.page} {in_english(word)}", word
    for sheet in (*registries.canvases, *registries.posters):
        yield f"paper {sheet.key}", sheet.title
    for tab in organization_pages:
        yield f"organization {tab.key}", tab.label
    for action in registries.actions:
        yield f"action {action.key}", action.label
    for action_there in organization_actions:
        yield f"action organization {action_there.key}", action_there.label


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    record()
