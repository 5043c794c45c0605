"""The texts on pages for participants and readers of links (organizations.web.languages).

They follow from the code: what the views of these pages name, what that names in turn, and so on; each kind
of activity with its screens but the console's; and the templates that any of it names.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise

from config import errors, urls
from config.message_catalog_updates import SourceWords, collected, included_in, names_of
from config.message_extraction import TEMPLATE, texts_of
from config.outer_middleware import OuterMiddleware
from core.labels import sources_of
from core.registry import Registry
from discovery.registries import areas, checkpoints, navigation, report_sections
from handover.owner_follow_ups import reports as check_ins
from handover.registries import check_in_questions, readiness
from live import regions_for
from lvt.registries import tree_tiers
from organizations.web.languages import is_for_readers
from organizations.web.middleware import ErrorsAsAnswers
from technology.registries import fitness_checks, fitness_functions
from workshops.registries import activity_kinds, assessment_sources, discovery_marks, spotlights
from workshops.reports import calendar_invitation, result_mail

OF_FACILITATORS: Final = frozenset(
    {
        *("console", "settings_form", "unready", "way_to_ready", "left_open", "arrived", "unfinished"),
        *("obstacle_ahead", "result_lines", "compared", "on_add", "on_start", "on_leave", "on_phase"),
        *("effort_in", "easier_in", "no_effort", "talk_rounds", "answer_times"),
    }
)
"""Methods and attributes of an activity kind that only facilitators, or programs, read."""
_REGISTRIES: Final[tuple[Registry[Any], ...]] = (
    activity_kinds,
    assessment_sources,
    checkpoints,
    check_in_questions,
    discovery_marks,
    fitness_checks,
    fitness_functions,
    readiness,
    spotlights,
    tree_tiers,
)
"""The room shows the entries of these, even if no module of the room names them."""
_LETTERS: Final = (result_mail.letter_to, check_ins.letter_to, calendar_invitation.invitation_file)
"""The mails and calendar files for participants and owners."""
_HANDLERS: Final = ("handler400", "handler403", "handler404", "handler429", "handler500")
_REFUSALS: Final = (ErrorsAsAnswers, OuterMiddleware, errors.csrf_failure)
"""What answers guests beside views and handlers."""
_AUDIENCES: Final = ("room", "stage", "observer")
_CONSOLE: Final = re.compile(r"/(console|remote|devices|invite)[^/]*$")
_USED: Final = re.compile(r"(?:{%\s*|\|)(\w+)")
_NAMED: Final = re.compile(r"[\w./-]+\.(?:html|txt)")


@dataclass(frozen=True, slots=True)
class DefinedName:
    """Something that a module defines at its top level."""

    module: str
    name: str


@dataclass
class Module:
    """One of our modules: its definitions, and the full names of its imports."""

    tree: ast.Module
    place: str
    defined: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for each in node.names:
                    self.imported[each.asname or each.name] = node.module, each.name
            elif isinstance(node, ast.Import):
                for each in node.names:
                    self.imported[(each.asname or each.name).split(".")[0]] = each.name, ""
        for statement in self.tree.body:
            for name in names_of(statement):
                self.defined.setdefault(name, []).append(statement)


@dataclass
class Reach:
    """All that can be reached from the pages for readers, below the folder of the project."""

    root: Path
    spans: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    """The first and last lines of the reachable definitions, by the path of their module."""
    texts: set[tuple[str, str]] = field(default_factory=set)
    """The texts of registered entries, with their contexts before them."""
    templates: set[str] = field(default_factory=set)
    _waiting: list[DefinedName] = field(default_factory=list)
    _names: set[DefinedName] = field(default_factory=set)
    _opened: set[str] = field(default_factory=set)

    @cached_property
    def _modules(self) -> dict[str, Module]:
        modules = {}
        for app in settings.OUR_APPS:
            for path in (self.root / app).rglob("*.py"):
                if "migrations" not in path.parts:
                    place = path.relative_to(self.root)
                    dotted = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
                    modules[dotted] = Module(ast.parse(path.read_text()), place.as_posix())
        return modules

    def follow(self) -> Reach:
        """Reach all there is."""
        handlers = (getattr(urls, name) for name in _HANDLERS)
        for view in (*views(), *handlers, *_REFUSALS, *_LETTERS):
            self._ask(view)
        self.templates |= {*self._below("[45]*.html"), "problem.html"}
        for registry in _REGISTRIES:
            for entry in registry:
                self._registered(entry)
        labels = [entry.label for entry in (*areas, *navigation)] + [each.title for each in report_sections]
        self.texts.update(text for label in labels for text in _lazy_in(label))
        for audience in _AUDIENCES:
            for region in regions_for(audience):
                draws: list[Callable[..., Any] | None] = [region.render, region.render_item]
                for draw in filter(None, draws):
                    self._ask(draw)
        while self._waiting:
            while self._waiting:
                self._enter(self._waiting.pop())
            self._open_templates()
        return self

    def _registered(self, entry: object) -> None:
        for each in type(entry).__mro__:
            self._name(each.__module__, each.__qualname__)
        values = [getattr(entry, name) for name in getattr(entry, "__slots__", ())]
        for value in (*values, *getattr(entry, "__dict__", {}).values()):
            if isinstance(value, str):
                self.templates.update(_NAMED.findall(value))
            elif callable(value):
                self._ask(value)
            self.texts.update(_lazy_in(value))
        if folder := getattr(entry, "template_dir", ""):
            self.templates |= set(self._below(f"{folder}/*.html"))

    def _ask(self, function: Callable[..., Any]) -> None:
        while isinstance(function, partial):
            function = function.func
        function = inspect.unwrap(function)
        owner = getattr(function, "__self__", None)
        if owner is not None:
            for each in (owner if isinstance(owner, type) else type(owner)).__mro__:
                self._name(each.__module__, each.__qualname__)
        self._name(function.__module__, getattr(function, "__qualname__", type(function).__qualname__))
        for cell in getattr(function, "__closure__", None) or ():
            if callable(cell.cell_contents):
                self._ask(cell.cell_contents)

    def _name(self, module: str, qualified: str) -> None:
        name = DefinedName(module, qualified.split(".")[0])
        if name not in self._names and module in self._modules:
            self._names.add(name)
            self._waiting.append(name)

    def _enter(self, name: DefinedName) -> None:
        module = self._modules[name.module]
        if name.name not in module.defined:
            if name.name in module.imported:
                self._follow_import(*module.imported[name.name])
            return
        for statement in module.defined[name.name]:
            self._read(name.module, module, statement)

    def _follow_import(self, module: str, name: str) -> None:
        if f"{module}.{name}" not in self._modules:  # a module itself says which of its names are used
            self._name(module, name)

    def _read(self, dotted: str, module: Module, node: ast.AST) -> None:
        """Take up what one statement says and names; of a class, without what facilitators read."""
        if isinstance(node, ast.ClassDef):
            parts = [*node.bases, *node.keywords, *node.decorator_list]
            parts += [each for each in node.body if not OF_FACILITATORS & names_of(each)]
            for part in parts:
                self._read(dotted, module, part)
            return
        lines = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0) or 0
        self.spans.setdefault(module.place, set()).add(lines)
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                self._name(dotted, each.id)
                self._name(*module.imported.get(each.id, ("", "")))
            elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
                base, name = module.imported.get(each.value.id, ("", ""))
                self._name(f"{base}.{name}" if name else base, each.attr)
            elif isinstance(each, ast.Constant) and isinstance(each.value, str):
                self.templates.update(_NAMED.findall(each.value))
            elif isinstance(each, ast.JoinedStr):
                self.templates |= set(self._matching(each))

    def _matching(self, text: ast.JoinedStr) -> Iterator[str]:
        """The templates that a text with gaps may name; one that begins with a gap names those of a kind."""
        pattern = "".join(
            str(each.value) if isinstance(each, ast.Constant) else "*" for each in text.values
        ).partition("#")[0]
        if pattern.endswith(".html") and not pattern.startswith("*"):
            yield from self._below(pattern)

    def _below(self, pattern: str) -> Iterator[str]:
        folder = self.root / "templates"
        places = (path.relative_to(folder).as_posix() for path in folder.glob(pattern))
        yield from (place for place in places if not _CONSOLE.search(place))

    def _open_templates(self) -> None:
        """Take up what the templates include and extend, and the tags and filters that they use."""
        folder = self.root / "templates"
        places = sorted(each for each in self.templates - self._opened if (folder / each).is_file())
        for place in included_in(folder, places):
            if place in self._opened:
                continue
            self._opened.add(place)
            for tag in set(_USED.findall((folder / place).read_text())):
                for library in self._libraries:
                    self._name(library, tag)
        self.templates = set(self._opened)

    @cached_property
    def _libraries(self) -> list[str]:
        """The modules of our template tags, which every template may use."""
        return [each for each in self._modules if ".templatetags." in each]


def _lazy_in(value: object) -> Iterator[tuple[str, str]]:
    """The translatable texts in a value of an entry, as they are written, with their contexts before them."""
    if isinstance(value, Promise):
        yield from sources_of(value)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _lazy_in(each)


def words_of_room(root: Path) -> dict[tuple[str, str], SourceWords]:
    """All texts of pages for participants and readers of links, by context and message."""
    reach = Reach(root).follow()
    registered = (
        SourceWords(text, context=context, places={"registered"}) for context, text in sorted(reach.texts)
    )
    return collected((*_in_modules(root, reach), *_in_templates(root, reach), *registered))


def _in_modules(root: Path, reach: Reach) -> Iterator[SourceWords]:
    for place, spans in sorted(reach.spans.items()):
        with (root / place).open("rb") as file:
            for each in texts_of(file, "python"):
                if any(first <= each.line <= last for first, last in spans):
                    yield SourceWords.of(each, place)


def _in_templates(root: Path, reach: Reach) -> Iterator[SourceWords]:
    for place in sorted(reach.templates):
        with (root / "templates" / place).open("rb") as file:
            yield from (SourceWords.of(each, f"templates/{place}") for each in texts_of(file, TEMPLATE))


def views() -> Iterator[Callable[..., Any]]:
    """The views of pages for participants and readers of links."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif is_for_readers(each.callback):
            yield each.callback
