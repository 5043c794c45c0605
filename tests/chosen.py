"""Which tests to run while one works: those of what changed since the branch left main. For `bin/check`.

A test module is chosen when it was changed, when it has to do with a changed file, or when it holds all
modules to something and needs no database. It has to do with a file of Python that it imports, and with a
file of its app whose name its own name holds: `tests/lvt/test_tree_together.py` with `lvt/tree/views.py` and
`templates/lvt/tree.html`. A file that nothing has to do with chooses its app. Models, kinds, addresses
and activities choose the sweeps that ask what is kept of them.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Collection, Iterator
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
    reached: set[PurePath] = set()
    whole: set[str] = set()
    looked_at = False
    for file in files:
        if file.parts[0] == "tests":
            reached |= {file} & {*modules} | _importing(file, modules)
        elif app := next((part for part in file.parts[:2] if part in APPS), None):
            looked_at |= file.suffix == ".html" or layer_of(file) in ("views", "urls")
            near = _importing(file, modules) | _named(file, app, modules)
            reached |= near
            whole |= set() if near else {f"tests/{app}"}
            if file.suffix == ".py":
                whole |= {*SWEEPS.get(layer_of(file), ())}
    reached = {module for module in reached if module.parts[1] != "browser"}
    if _ACCESS in reached and _ACCESS not in files:
        # What it walks through changed, not what it asks: every role takes minutes.
        reached.remove(_ACCESS)
        looked_at = True
        whole |= {*SWEEPS["urls"]}
    tests = {str(module) for module in reached if module.name.startswith("test_")}
    return tests | whole | ({EVERY_PAGE} if looked_at else set())


def _importing(file: PurePath, modules: dict[PurePath, set[str]]) -> set[PurePath]:
    name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    return {module for module, imports in modules.items() if file.suffix == ".py" and name in imports}


def _named(file: PurePath, app: str, modules: dict[PurePath, set[str]]) -> set[PurePath]:
    # The folder that names what a module is about: of its concept (lvt/tree/views.py), or of a template.
    folders = file.parts[2:-1] if file.suffix == ".html" else {*file.parts[1:-1]} - {*LAYERS}
    words = {file.stem.strip("_"), *folders} - ({*LAYERS} if folders else set())
    return {
        module
        for module in modules
        if module.parts[1] == app and any(f"_{word}" in f"_{module.stem}" for word in words - {"init"})
    }


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


def main() -> None:
    """Print what to give to pytest, a line each."""
    texts = {path.relative_to(ROOT): path.read_text() for path in sorted((ROOT / "tests").rglob("*.py"))}
    modules: dict[PurePath, set[str]] = {path: {*imports_of(text)} for path, text in texts.items()}
    held = {
        str(path)
        for path, text in texts.items()
        if path.match("tests/architecture/test_*.py") and "django_db" not in text
    }
    print(*sorted(chosen(changed(), modules) | held), sep="\n")


if __name__ == "__main__":
    main()
