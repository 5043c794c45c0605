"""Names and docstrings in plain words: fewer participles and relative clauses in each folder, never more."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.apps import APPS, ROOT

# Participles that don't tell what a name holds: `said` may be an answer, a label or a message.
PARTICIPLE = (
    "added|answered|asked|begun|brought|changed|chosen|counted|covered|dealt|deleted|done|drawn|filled|given"
    "|gone|got|held|kept|known|left|made|meant|measured|named|needed|offered|placed|read|said|saved|seen|sent|served"
    "|shown|started|taken|told|typed|used|wanted|written"
)
IRREGULAR = rf"{PARTICIPLE}|broken|fed|frozen|hidden|lent|spoken|undone|unread|unsent"
RELATIVE = r"(?:How|What(?:ever)?|When|Where|Whether|Which|Who[ms]?|Whose|Why)\b"

# Participles as variables, parameters and attributes; participles as classes; docstrings that begin with a
# relative clause. A number may only shrink.
MOST: dict[str, tuple[int, int, int]] = {
    "api": (9, 0, 0),
    "config": (0, 0, 0),
    "core": (3, 0, 0),
    "discovery": (0, 0, 0),
    "documents": (4, 0, 0),
    "exchange": (3, 0, 0),
    "handover": (9, 0, 0),
    "live": (0, 0, 0),
    "lvt": (10, 0, 0),
    "operating_model": (8, 0, 0),
    "organizations": (8, 0, 0),
    "process": (8, 0, 0),
    "products": (9, 0, 0),
    "specifications": (0, 0, 0),
    "technology": (11, 0, 0),
    "workshops": (8, 0, 0),
}


# Public classes whose name another module has, too. A model and the rule of the same thing may share it. The
# list only gets shorter.
TWINS = """
    Actor AllocationPages AnswerKind AskForm Aspect Attachment Board CheckIn CheckInForm Checklist
    Combination Contribution Coverage Criterion DeviceForm Dot FieldChange HasPlace Invitation KeyEntry
    MergeForm MoveForm Need Node Opinion OwnProposal Paragraph Phase Prediction Problem Program Progress
    ProposalForm Question Questions RequestBody RolePages RowPart Sentence SimulatedRoomConfig Slide
    TeamMemberPages TeamPages Tier TimeLeft TooMany UsagePatterns
"""


def participles_in(module: ast.Module) -> list[str]:
    """Names of variables, parameters and attributes that are set in the module and are one participle.

    `left` beside `right` or `top` is a position, and isn't counted.
    """
    nodes = list(ast.walk(module))
    names = [each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
    names += [each.arg for each in nodes if isinstance(each, ast.arg)]
    attributes = [each for each in nodes if isinstance(each, ast.Attribute)]
    names += [each.attr for each in attributes if isinstance(each.ctx, ast.Store)]
    positions = {"left", "_left"} if {"right", "top", "_top"} & set(names) else set()
    return [name for name in names if name not in positions and re.fullmatch(rf"_?(?:{PARTICIPLE})_?", name)]


def participle_classes_in(module: ast.Module) -> list[str]:
    """Names of the module's classes that are one participle: `Said`, `_Refused`."""
    words = [each.name.strip("_") for each in ast.walk(module) if isinstance(each, ast.ClassDef)]
    return [word for word in words if re.fullmatch(rf"[A-Z][a-z]*[^e]ed|(?i:{IRREGULAR})", word)]


def participle_functions_in(module: ast.Module) -> list[str]:
    """Names of the module's functions that are one irregular participle: `done`, `_drawn`.

    `read` is a verb too. Regular ones for a changed copy are Python's own way (`sorted`, `reversed`).
    """
    names = [each.name for each in module.body if isinstance(each, ast.FunctionDef)]
    return [name for name in names if re.fullmatch(rf"_?(?:{IRREGULAR})_?", name) and name != "read"]


def relative_docstrings_in(module: ast.Module) -> list[str]:
    """First lines of docstrings, also private ones, that begin with a relative clause and ask nothing."""
    docstrings = [
        ast.get_docstring(each) or ""
        for each in ast.walk(module)
        if isinstance(each, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lines = [docstring.split("\n")[0] for docstring in docstrings]
    return [line for line in lines if re.match(RELATIVE, line) and not line.endswith("?")]


def counts_of(folder: Path) -> tuple[int, int, int]:
    """Counts of the folder in the order of `MOST`, without migrations."""
    participles = classes = docstrings = 0
    for path in folder.rglob("*.py"):
        if "migrations" not in path.parts:
            module = ast.parse(path.read_text())
            participles += len(participles_in(module))
            classes += len(participle_classes_in(module))
            docstrings += len(relative_docstrings_in(module))
    return participles, classes, docstrings


def test_a_folder_gets_no_new_vague_names_and_fewer_count_from_now_on() -> None:
    counts = {folder: counts_of(ROOT / folder) for folder in sorted(APPS)}
    more = {
        folder: f"{count}, at most {MOST.get(folder, (0, 0, 0))}"
        for folder, count in counts.items()
        if any(number > most for number, most in zip(count, MOST.get(folder, (0, 0, 0)), strict=True))
    }
    assert more == {}, "name what a thing holds, and start a docstring with its subject (docs/writing.md)"
    table = "\n".join(f'    "{folder}": {count},' for folder, count in counts.items())
    assert counts == MOST, f"fewer than before: write these numbers into MOST\n{table}"


def test_no_function_of_a_module_is_a_participle() -> None:
    names = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in sorted(APPS)
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for name in participle_functions_in(ast.parse(path.read_text()))
    }
    # A template tag: it is read within a sentence of a template.
    assert names == {"discovery/templatetags/components.py: named"}, "name what it returns, or what it does"


def test_a_class_has_a_name_of_its_own() -> None:
    modules_by_name = Counter(
        each.name
        for folder in sorted(APPS)
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for each in ast.parse(path.read_text()).body
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_")
    )
    # Each management command is a `Command`, by Django's rule.
    twins = {name for name, count in modules_by_name.items() if count > 1} - {"Command"}
    assert twins == set(TWINS.split()), "give the class a name that no other module has"


def test_participles_and_relative_clauses_are_recognized() -> None:
    module = ast.parse(
        '"""Which rows there are."""\n'
        "class Said:\n"
        '    """Who are they?"""\n'
        "    kept: int\n"
        "class Feed:\n"
        '    """What is new."""\n'
        "def read():\n"
        "    pass\n"
        "def _drawn():\n"
        "    pass\n"
        "class _Row:\n"
        '    """Whether it is a row."""\n'
        "    async def _cells(self):\n"
        '        """How many cells there are."""\n'
        "        def inner():\n"
        '            """Where it ends."""\n'
        "def shape(given, left, right):\n"
        '    """The shape."""\n'
        "    self.told = [said for said in given]\n"
    )
    assert sorted(participles_in(module)) == ["given", "kept", "said", "told"]
    assert participle_classes_in(module) == ["Said"]
    assert participle_functions_in(module) == ["_drawn"]
    assert relative_docstrings_in(module) == [
        "Which rows there are.",
        "What is new.",
        "Whether it is a row.",
        "How many cells there are.",
        "Where it ends.",
    ]
