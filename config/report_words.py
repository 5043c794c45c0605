"""Which words stand in reports, and their catalogs: reports are translated, the interface is not.

The catalogs are kept as locale/<language>/LC_MESSAGES/django.po. `manage.py report_words` brings them up to
date with the code; `python -m config.catalogs` compiles them, which bin/setup does.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation.template import templatize

from config.catalogs import path_of
from core.kinds.base import artifact_kinds
from core.tables import SEPARATOR
from discovery.kinds.reading import labels_of, link_labels_of
from discovery.models import Discovery

# Modules all of whose words may stand in a report, its slides or its spreadsheet.
MODULES = (
    "*/assessed.py",
    "*/exports*.py",
    "*/report.py",
    "*/report_*.py",
    "*/*_drawing.py",
    "products/map_files.py",
    "*/selectors/results.py",
    "discovery/document_parts.py",
    "exchange/erasure/copies.py",
    "discovery/marks.py",
    "discovery/reports/*.py",
    "workshops/reports/*.py",
    "handover/reports/*.py",
    "organizations/services/invitations.py",
    "documents/*.py",
    "process/selectors/delta.py",
    "handover/selectors/section_reviews.py",
    "process/selectors/suitability.py",
    "lvt/overview.py",
    "lvt/selectors/categories.py",
    "lvt/selectors/cells.py",
    "lvt/selectors/closeness.py",
    "lvt/selectors/contributions.py",
    "lvt/selectors/evidence.py",
    "lvt/selectors/firmness.py",
    "workshops/selectors/consent.py",
    "lvt/selectors/groups.py",
    "lvt/selectors/measures.py",
    "lvt/selectors/open_points.py",
    "lvt/selectors/people.py",
    "lvt/selectors/pictures.py",
    "lvt/selectors/predictions.py",
    "lvt/selectors/tree.py",
    "lvt/tree_folding.py",
    "operating_model/edge.py",
    "operating_model/overview*.py",
    "operating_model/selectors/*.py",
    "products/overview.py",
    "products/red_thread.py",
    "products/selectors/checklist.py",
    "products/selectors/coverage.py",
    "products/selectors/cut_line.py",
    "products/selectors/goal_costs.py",
    "products/selectors/landscape.py",
    "products/selectors/overlaps.py",
    "products/selectors/promise_words.py",
    "products/selectors/red_thread.py",
    "products/selectors/sheet.py",
    "products/selectors/slos.py",
    "products/selectors/template.py",
    "technology/fitness.py",
    "technology/overview*.py",
    "technology/selectors/*.py",
    "technology/sharing.py",
)
# Of these only the labels of choices do: the rest is said on pages.
CHOICES = ("*/models/*.py",)
# Of these modules only what the named definitions say.
PARTS = {
    "workshops/overview.py": {"decisions_standing"},
    "process/overview.py": {"domain_standing", "strategy_standing", "why_standing"},
    "discovery/kinds/reading.py": {"cell_of"},
    "discovery/mesh.py": {"SOCIOTECHNICAL", "PRINCIPLES", "AUTONOMY", "CHALLENGES"},
    "discovery/process.py": {"PHASE_PURPOSES", "STREAM_PURPOSES"},
    "products/forms/what_if.py": {"WhatIfForm"},
    "products/selectors/what_if.py": {"World", "Row", "WhatIf", "_words", "_takes"},
    "products/wording.py": {"_CALENDAR", "_ROLLING", "_UNITS", "sentence", "duration"},
    "technology/catalog.py": {"LEVELS"},
    "workshops/selectors/unrevealed.py": {"_WORDS"},
}
# Columns of tables that ship, whose words stand in reports.
COLUMNS = {
    "discovery/tables/glossary.csv": ("name", "also", "meaning"),
    "process/tables/delta_dimensions.csv": ("name",),
    "operating_model/tables/flows.csv": ("what",),
}
# And what they include; and mails.
TEMPLATES = (
    "*/report/**/*.html",
    "*/reports/**/*.html",
    "*/activities/*/paper.html",
    "*/activities/*/results.html",
    "*/email/*.txt",
    "*/mail/*.txt",
)
# Folders of templates that bear no name of ours: mails about accounts.
_ACCOUNTS = ("account", "socialaccount")
# Excluded: these match the patterns above, but their words are shown in the interface only.
EXCLUDED = frozenset(
    {
        "handover/forms/report_profiles.py",
        "config/report_words.py",
        "workshops/reports/actions.py",
        "handover/reports/jobs.py",
        "organizations/reports/logo.py",
        "documents/pending.py",
        "handover/reports/report_files.py",
        "operating_model/selectors/calendars.py",
        "workshops/reports/activity.html",
        "handover/reports/order.html",
        "handover/reports/page.html",
    }
)
# Where in a call the context, the message and its plural are.
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
}


@dataclass(slots=True)
class Words:
    """A message of the code: `plural` is "" where it has none, `context` where it needs none.
    `places` are files."""

    message: str
    plural: str = ""
    context: str = ""
    places: set[str] = field(default_factory=set)


_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL_IN_TEMPLATE = re.compile(rf"\b({'|'.join(_CALLS)})\(({_STRING}(?:,\s*{_STRING})*)")
_INCLUDED = re.compile(r"""{%\s*include\s+["']([^"']+)["']""")
# Without times and names: what has not changed is written the same.
_HEADER = """# What Headwaters says in reports. `manage.py report_words` adds what is new, not yet translated.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


def words_of_reports(root: Path) -> dict[tuple[str, str], Words]:
    """All words that may stand in a report, by context and message, in the order of their places. `root` is
    the folder of the project."""
    words: dict[tuple[str, str], Words] = {}
    for each in (*_in_modules(root), *_in_tables(root), *_in_templates(root), *_of_kinds()):
        known = words.setdefault((each.context, each.message), each)
        known.plural = known.plural or each.plural
        known.places |= each.places
    return words


def brought_up_to_date(old: Catalog, words: dict[tuple[str, str], Words]) -> tuple[bytes, list[str]]:
    """The catalog as a file with the words that the code has today, and those that it does not translate.
    What it says already stays; what the code does not say any more goes."""
    new = Catalog(old.locale, charset="utf-8")
    missing = []
    for each in words.values():
        ids = (each.message, each.plural) if each.plural else each.message
        before = old.get(each.message, each.context or None)
        said = before.string if before is not None else ""
        if isinstance(said, str) == bool(each.plural):
            said = ("",) * old.num_plurals if each.plural else ""
        if not (all(said) if isinstance(said, tuple) else said):
            missing.append(each.message)
        new.add(ids, said, [(place, 0) for place in sorted(each.places)], context=each.context or None)
    written = BytesIO()
    write_po(written, new, width=110, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=old.locale, plural=old.plural_forms)
    return header.encode() + written.getvalue(), missing


def update(language: str, root: Path) -> list[str]:
    """Bring the catalog of a language up to date. Returns the words that it does not translate."""
    path = path_of(language, root)
    old = Catalog(language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    text, missing = brought_up_to_date(old, words_of_reports(root))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return missing


def _in_modules(root: Path) -> Iterator[Words]:
    for path, place in _files(root, MODULES, settings.OUR_APPS):
        yield from _in_tree(ast.parse(path.read_text()), place)
    for path, place in _files(root, CHOICES, settings.OUR_APPS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
                yield from _in_tree(node, place)
    for place, names in PARTS.items():
        for node in ast.parse((root / place).read_text()).body:
            if _names(node) & names:
                yield from _in_tree(node, place)


def _in_tables(root: Path) -> Iterator[Words]:
    for place, columns in COLUMNS.items():
        with (root / place).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                for message in SEPARATOR.join(line[column] for column in columns).split(SEPARATOR):
                    if message:
                        yield Words(message, places={place})


def _of_kinds() -> Iterator[Words]:
    """The names of the kinds of artifacts in discoveries, and of their fields."""
    with translation.override(None):
        for kind in artifact_kinds:
            if kind.root is Discovery:
                meta = kind.model._meta
                heads = (*labels_of(kind), *link_labels_of(kind).values())
                for name in (*heads, capfirst(str(meta.verbose_name_plural))):
                    yield Words(name, places={meta.label})


def _in_tree(tree: ast.AST, place: str) -> Iterator[Words]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield from _words(node.func.id, [_literal(each) for each in node.args], place)


def _in_templates(root: Path) -> Iterator[Words]:
    folder = root / "templates"
    waiting = [place for _path, place in _files(folder, TEMPLATES, (*settings.OUR_APPS, *_ACCOUNTS))]
    read = set(waiting)
    for place in waiting:  # which grows
        text = (folder / place).read_text()
        for match in _CALL_IN_TEMPLATE.finditer(templatize(text)):
            strings: list[str | None] = [*ast.literal_eval(f"({match[2]},)")]
            yield from _words(match[1], strings, f"templates/{place}")
        included = [each for each in _INCLUDED.findall(text) if each not in read and (folder / each).exists()]
        waiting += included
        read.update(included)


def _words(call: str, strings: list[str | None], place: str) -> Iterator[Words]:
    """One, or none where the message is no literal: then it is marked where it is written."""
    context, message, plural = (
        (strings[index] if index is not None and index < len(strings) else "") for index in _CALLS[call]
    )
    if message:
        yield Words(message, plural or "", context or "", {place})


def _names(node: ast.stmt) -> set[str]:
    """What a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _files(root: Path, patterns: tuple[str, ...], apps: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    paths = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        place = path.relative_to(root).as_posix()
        if place.split("/")[0] in apps and place not in EXCLUDED:
            yield path, place
