"""The texts that people read: interface, shipped content, and documents, each with its place."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePath

import yaml

ROOT = Path(__file__).resolve().parents[2]

Of = Enum("Of", ["INTERFACE", "PROGRAM", "CONTENT", "DOCUMENT"])
"""Which texts a rule is about: messages on pages and in mails, what commands and the interface for programs
say of themselves, content that ships, and documents."""


@dataclass(frozen=True, slots=True)
class Text:
    """`text` is what a reader sees, with X for what is put in, and with the line breaks of a document."""

    file: str
    line: int
    text: str
    of: Of = Of.INTERFACE
    is_heading: bool = False
    raw: str = ""

    def line_at(self, position: int) -> int:
        """The line of a character. Only texts of documents have line breaks of their own."""
        return self.line + (self.text.count("\n", 0, position) if self.of is Of.DOCUMENT else 0)


# --- Code and templates ---------------------------------------------------------------------------

_CALLS = re.compile(r"_|_now|_?(?:n|p|np)?gettext(?:_lazy|_noop)?|_lazy")
_SHAPES = "api/views/body_schemas.py"
_KEYWORDS = {"description", "summary", "help"}
_PUT_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{.*?\}\}|\{\w*\}|\{%.*?%\}|<[^>]+>")


def shown(raw: str) -> str:
    """A message as it is read, with X for what is put in."""
    return re.sub(r"\s+", " ", _PUT_IN.sub("X", raw)).replace("%%", "%").strip()


def of_python(file: str, source: str) -> Iterator[Text]:
    """The messages of gettext, the help of commands, and what the interface for programs says of itself."""
    if file != _SHAPES and not re.search(r"gettext|\b(?:description|summary|help) ?=|@API\.", source):
        return
    for node in ast.walk(ast.parse(source)):
        given = [(each, Of.INTERFACE) for each in _messages(node)]
        given += [(each, Of.PROGRAM) for each in _descriptions(node, file)]
        for each, of in given:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield Text(file, each.lineno, shown(each.value), of, raw=each.value)


def _messages(node: ast.AST) -> list[ast.expr]:
    called = ""
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if not isinstance(node, ast.Call) or not _CALLS.fullmatch(called):
        return []
    return node.args[1:] if re.match(r"n?pgettext", called) else node.args


def _descriptions(node: ast.AST, file: str) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        return [each.value for each in node.keywords if each.arg in _KEYWORDS]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "help":
        return [node.value]
    is_operation = isinstance(node, ast.FunctionDef) and any(map(_is_of_api, node.decorator_list))
    is_shape = isinstance(node, ast.ClassDef) and file == _SHAPES
    if (is_operation or is_shape) and isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.body[0].value] if isinstance(node.body[0], ast.Expr) else []
    return []


def _is_of_api(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call) and getattr(getattr(decorator.func, "value", None), "id", "") == "API"
    )


_IN_TEMPLATES = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)')"""
    r"""|_\((?:"(?P<c>[^"]*)"|'(?P<d>[^']*)')\)"""
    r"""|\{%\s*block(?:translate|trans)\b(?:[^%]|%(?!\}))*%\}(?P<e>.*?)\{%\s*endblock(?:translate|trans)\s*%\}""",
    re.DOTALL,
)


def of_template(file: str, source: str) -> Iterator[Text]:
    """The messages of a template; a plural is a text of its own."""
    for match in _IN_TEMPLATES.finditer(source):
        whole = next(each for each in match.groups() if each is not None)
        line = source.count("\n", 0, match.start()) + 1
        for part in re.split(r"\{%\s*plural\s*%\}", whole):
            yield Text(file, line, shown(part), raw=part.strip())


# --- What ships -----------------------------------------------------------------------------------

_HEADINGS = {"name", "title"}


def of_yaml(file: str, source: str) -> Iterator[Text]:
    """The values of YAML or JSON. Slides are read as documents, but their titles may be sentences."""

    def walk(node: yaml.Node, key: str) -> Iterator[Text]:
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                yield from walk(value, name.value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from walk(value, key)
        elif isinstance(node, yaml.ScalarNode):
            line = node.start_mark.line + 1
            for each in of_markdown(file, node.value):
                is_heading = key in _HEADINGS and "\n" not in node.value
                yield replace(each, line=line, of=Of.CONTENT, is_heading=is_heading)

    # The loader in C reads a file of 100 kB in some ten milliseconds, the one in Python in a second.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if root := yaml.compose(source, Loader=loader):
        yield from walk(root, "")


def of_table(file: str, source: str) -> Iterator[Text]:
    """The cells of a table that ships, without other words for a thing and titles of books."""
    rows = csv.DictReader(source.splitlines())
    for row in rows:
        for key, cell in row.items():
            if key in {"also", "source"}:
                continue
            yield Text(file, rows.line_num, cell or "", Of.CONTENT, key in _HEADINGS, cell or "")


# --- Documents ------------------------------------------------------------------------------------

_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s+")
_HEADING = re.compile(r"#{1,6}\s+")
_RULE = re.compile(r"\|[\s:|-]+\|?\s*$")
_SPANS = re.compile(
    r"(?P<code>`+[^`]+`+)|!?\[(?P<text>[^\]]*)\]\([^)\s]*\)|<(?P<address>[^<>\s]+)>|(?P<mark>\*+)"
)


def _plain(raw: str) -> str:
    """A piece of a document as it is read, as long as it was written: code is X, links are their words."""

    def words(match: re.Match[str]) -> str:
        whole = match[0]
        if match["code"] or match["address"]:
            return "X" * len(whole)
        if match["text"] is not None:
            return _SPANS.sub(words, match["text"]).ljust(len(whole))
        return " " * len(whole)

    return _SPANS.sub(words, raw)


def of_markdown(file: str, source: str) -> Iterator[Text]:
    """Headings, sentences, items and cells of a document, without its blocks of code."""
    block: list[str] = []
    began = 0
    in_code = False
    lines = [*source.split("\n"), ""]

    def ended() -> Iterator[Text]:
        if block:
            raw = "\n".join(block)
            yield Text(file, began, _plain(raw), Of.DOCUMENT, raw=raw)
            block.clear()

    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("```"):
            yield from ended()
            in_code = not in_code
        elif in_code:
            continue
        elif line.lstrip().startswith("|"):
            yield from ended()
            if not _RULE.match(line.strip()):
                is_head = number < len(lines) and _RULE.match(lines[number].strip()) is not None
                for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
                    yield Text(file, number, _plain(cell).strip(), Of.DOCUMENT, is_head, cell.strip())
        elif match := _HEADING.match(line):
            yield from ended()
            raw = line[match.end() :].strip()
            yield Text(file, number, _plain(raw).strip(), Of.DOCUMENT, True, raw)
        elif not line.strip() or line.startswith("<!--"):
            yield from ended()
        else:
            if match := _ITEM.match(line):
                yield from ended()
                line = line[match.end() :]
            if not block:
                began = number
            block.append(line)
    yield from ended()


def of_rules_of_writing(file: str, source: str) -> Iterator[Text]:
    """docs/writing.md without what it advises against: words in italics, in quotes and in tables."""
    mentioned = re.compile(r"(?<!\*)\*[^*]+\*(?!\*)|\"[^\"]+\"|“[^”]+”")

    def blank(match: re.Match[str]) -> str:
        return "".join("\n" if each == "\n" else "X" for each in match[0])

    sentences = re.sub(r"^\|.*$", "", source, flags=re.MULTILINE)
    return of_markdown(file, mentioned.sub(blank, sentences))


def of_changelog(file: str, source: str) -> Iterator[Text]:
    """The newest section of the changelog; the others are as they were released."""
    newest = re.match(r".*?^## .*?(?=^## |\Z)", source, re.DOTALL | re.MULTILINE)
    return of_markdown(file, newest[0] if newest else source)


# --- All of them ----------------------------------------------------------------------------------

Reader = Callable[[str, str], Iterator[Text]]
# Which reader reads which files, the first that fits; None: not read.
READERS: tuple[tuple[str, Reader | None], ...] = (
    (r"(tests|bench|locale|docs/adr|\.ci)/.*", None),
    (r".*/migrations/.*|requirements.*|package.*|.*/(?:LICENSE|test_samples)\.txt", None),
    (r".*\.py", of_python),
    (r".*templates/.*\.(html|txt)", of_template),
    (r".*/(agendas|demo_texts)/.*\.(json|ya?ml)", of_yaml),
    (r".*/tables/.*\.csv", of_table),
    (r"docs/writing\.md", of_rules_of_writing),
    (r"CHANGELOG\.md", of_changelog),
    (r"(README|CONTRIBUTING|docs/.*)\.md", of_markdown),
)


def reader_of(file: str) -> Reader | None:
    """What reads the file, if its texts are read."""
    return next((reader for pattern, reader in READERS if re.fullmatch(pattern, file)), None)


def files() -> list[str]:
    """The files of the project, those that git does not know yet among them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted({name for name in listed.split("\n") if name and (ROOT / name).is_file()})


def texts_of(file: str, source: str) -> Iterator[Text]:
    """The texts of a file that people read; none where it has no reader."""
    if reader := reader_of(str(PurePath(file))):
        yield from (text for text in reader(file, source) if re.search(r"[A-Za-z]{2}", text.text))
