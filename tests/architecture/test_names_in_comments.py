"""Comments and docstrings name modules that are there."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from tests.architecture.test_repository import files

_LAYERS = "forms|kinds|models|policies|reports|rules|selectors|services|views"
_FILE = re.compile(r"(?<![\w./*<>:-])(?!//)[\w/]+\.(?:py|js)\b")
# As in "timeline.selectors": a package, and a module of it.
_MODULE = re.compile(rf"(?<![\w./])[a-z_]+\.(?:{_LAYERS})(?=\.[A-Z])")
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/", re.DOTALL)


def comments_in(path: str, text: str) -> Iterator[str]:
    """The comments of a template or a style sheet; those of a Python file, and its docstrings."""
    if not path.endswith(".py"):
        yield from _COMMENT.findall(text)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_docstring = token.type == tokenize.STRING and token.string.startswith('"""')
        if token.type == tokenize.COMMENT or is_docstring:
            yield token.string


def stale_names(comment: str, paths: frozenset[str]) -> list[str]:
    """The files and modules that the comment names, and that aren't among the paths of the repository."""
    ends = {"/" + "/".join(path.split("/")[start:]) for path in paths for start in range(path.count("/") + 1)}
    named = [*_FILE.findall(comment), *(f"{each.replace('.', '/')}.py" for each in _MODULE.findall(comment))]
    packages = {end.removesuffix("/__init__.py") + ".py" for end in ends if end.endswith("/__init__.py")}
    return [each for each in named if f"/{each}" not in ends | packages]


def test_a_comment_names_modules_that_are_there() -> None:
    """Tests are left out: they make up names. Migrations name modules of their time."""
    texts = dict(files(".py", ".html", ".css", ".js"))
    paths = frozenset(texts)
    stale = [
        f"{path}: {name}"
        for path, text in texts.items()
        if path.endswith((".py", ".html", ".css")) and not path.startswith("tests/")
        if "/migrations/" not in path
        for comment in comments_in(path, text)
        if _FILE.search(comment) or _MODULE.search(comment)
        for name in stale_names(comment, paths)
    ]
    assert stale == []


def test_the_sweep_sees_names_that_are_gone() -> None:
    paths = frozenset({"workshops/agenda/timeline/selectors.py", "static/js/camera.js"})
    comment = "{# plan: timeline.selectors.Plan; plans.selectors.Plan; js/camera.js, policies/bets.py #}"
    assert stale_names(comment, paths) == ["policies/bets.py", "plans/selectors.py"]
