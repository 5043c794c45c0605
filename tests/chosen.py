"""Which tests to run while one works: those of what changed since the branch left main. For `bin/check`.

A test module is chosen when it was changed, when it has to do with a changed file, or when it holds all
modules to something and needs no database. It has to do with a file of Python that it imports, and with a
file of its app whose concept is part of its own name: `tests/lvt/test_tree_together.py` with
`lvt/tree/views.py` and `templates/lvt/tree.html`. The concept is the package, in the singular or plural. The
name of the file counts, too, unless other packages have a file of this name (`services.py`, `drawing.py`). A
module without such a test chooses the tests that import another module of its package, else its app. Models,
kinds, addresses and activities choose the sweeps that ask what is kept of them.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path, PurePath

from tests.apps import APPS, LAYERS, layer_of

ROOT = Path(__file__).parents[1]
# One page of every address, as those see it who see most, for what is looked at.
EVERY_PAGE = "tests/architecture/test_access.py::test_each_role_gets_in_where_it_may_and_nowhere_else[admin]"

# What asks for more when files in a folder, or of a name, change: a document, a word, a line of a table.
_OF_MODELS = ("tests/exchange/test_exchange_documents.py", "tests/handover/test_report_language.py")
_ACCESS = PurePath("tests/architecture/test_access.py")
SWEEPS = {
    "models": _OF_MODELS,
    "kinds": _OF_MODELS,
    "document_rules": _OF_MODELS,
    "urls": (
        f"{_ACCESS}::test_every_address_is_in_the_table",
        f"{_ACCESS}::test_every_view_declares_what_the_table_says",
    ),
    "activities": (
        "tests/architecture/test_anonymous_kinds.py",
        "tests/architecture/test_hidden.py::test_every_kind_and_phase_says_what_it_hides",
        "tests/architecture/test_kinds.py",
        "tests/architecture/test_rooms_told_at_once.py",
        "tests/workshops/test_contributions.py",
    ),
}


def changed() -> list[PurePath]:
    """The files that differ from where the branch left main, those that git does not know yet among them."""
    began = _git("merge-base", "HEAD", "main")
    differ = _git("diff", "--name-only", "--diff-filter=d", *began)
    return [PurePath(name) for name in {*differ, *_git("ls-files", "--others", "--exclude-standard")}]


def chosen(files: Collection[PurePath], modules: dict[PurePath, set[str]]) -> set[str]:
    """What to give to pytest for these changed files.

    `modules` are those below tests, with what they import. Browsers are left out.
    """
    modules = {
        module: imports
        for module, imports in modules.items()
        if module.name.startswith("test_") and module.parts[1] != "browser"
    }
    reached: set[PurePath] = set()
    whole: set[str] = set()
    looked_at = False
    for file in files:
        if file.parts[0] == "tests":
            reached |= {file} & {*modules} | _importing(file, modules)
        elif app := next((part for part in file.parts[:2] if part in APPS), None):
            looked_at |= file.suffix == ".html" or layer_of(file) in ("views", "urls")
            near = _importing(file, modules) | _named(file, app, modules)
            near = near or _of_package(file, app, modules)
            reached |= near
            whole |= set() if near else {f"tests/{app}"}
            if file.suffix == ".py":
                whole |= {*SWEEPS.get(layer_of(file), ())}
    if _ACCESS in reached and _ACCESS not in files:
        # What it walks through changed, not what it asks: every role takes minutes.
        reached.remove(_ACCESS)
        looked_at = True
        whole |= {*SWEEPS["urls"]}
    return {str(module) for module in reached} | whole | ({EVERY_PAGE} if looked_at else set())


def _importing(file: PurePath, modules: dict[PurePath, set[str]]) -> set[PurePath]:
    name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    return {module for module, imports in modules.items() if file.suffix == ".py" and name in imports}


def _of_package(file: PurePath, app: str, modules: dict[PurePath, set[str]]) -> set[PurePath]:
    """The tests of the app that import another module of the package of the file's concept."""
    if file.suffix != ".py" or file.parent.name in {app, *LAYERS}:
        return set()
    package = ".".join(file.parent.parts)
    return {
        module
        for module, imports in modules.items()
        if module.parts[1] == app and any(f"{name}.".startswith(f"{package}.") for name in imports)
    }


def _named(file: PurePath, app: str, modules: dict[PurePath, set[str]]) -> set[PurePath]:
    """The tests of the app whose names contain the concept of the file, in the singular or the plural."""
    is_page = file.suffix == ".html"
    folders = [part for part in file.parts[2 if is_page else 1 : -1] if part not in LAYERS]
    concepts = {*(folders if is_page else folders[-1:])}
    stem = file.stem.strip("_")
    if not concepts or _shared_names()[file.suffix, stem] < 2:
        concepts.add(stem)
    of_tests = {module: _singular(module.stem) for module in modules if module.parts[1] == app}
    return {
        module
        for module, name in of_tests.items()
        if any(_singular(concept) in name for concept in concepts - {"init"})
    }


def _singular(name: str) -> str:
    """The words of a name between underscores, each in the singular."""
    words = (re.sub(r"(?<=ss)es$|(?<![su])s$", "", re.sub(r"ies$", "y", word)) for word in name.split("_"))
    return f"_{'_'.join(words)}_"


@cache
def _shared_names() -> Counter[tuple[str, str]]:
    """How many files of the apps, and of their templates, have each name."""
    files = [path for top in (*APPS, "templates") for path in (ROOT / top).rglob("*.*")]
    return Counter((path.suffix, path.stem.strip("_")) for path in files)


def imports_of(text: str) -> Iterator[str]:
    """The modules that a module imports; of `from a import b`, `a` and `a.b`, for `b` may be one."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def texts_of_tests() -> dict[PurePath, str]:
    """The modules below tests, each with its text."""
    return {path.relative_to(ROOT): path.read_text() for path in sorted((ROOT / "tests").rglob("*.py"))}


def main() -> None:
    """Print what to give to pytest, a line each."""
    texts = texts_of_tests()
    modules: dict[PurePath, set[str]] = {path: {*imports_of(text)} for path, text in texts.items()}
    held = {
        str(path)
        for path, text in texts.items()
        if path.match("tests/architecture/test_*.py") and "django_db" not in text
    }
    print(*sorted(chosen(changed(), modules) | held), sep="\n")


if __name__ == "__main__":
    main()
