"""What only computes is read before it is called: each public function says what it does and raises."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pure_modules() -> list[str]:
    """The modules that know no Django, by the contract in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    by_name = {each["name"]: each for each in contracts}
    return list(by_name["What only computes knows no Django"]["source_modules"])


def public_functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions of the module, and methods of its public classes but for properties."""
    classes = [each for each in module.body if isinstance(each, ast.ClassDef) and each.name[0] != "_"]
    for each in (*module.body, *(method for named in classes for method in named.body)):
        if isinstance(each, ast.FunctionDef) and each.name[0] != "_":
            decorators = " ".join(ast.unparse(decorator) for decorator in each.decorator_list)
            if "property" not in decorators and "overload" not in decorators:
                yield each


def raised_in(function: ast.FunctionDef) -> set[str]:
    """The names of exceptions that the function itself raises, without those that it catches."""
    nodes = list(ast.walk(function))
    caught = {
        name.id
        for each in nodes
        if isinstance(each, ast.ExceptHandler) and each.type is not None
        for name in ast.walk(each.type)
        if isinstance(name, ast.Name)
    }
    raises = (each.exc for each in nodes if isinstance(each, ast.Raise))
    called = (each.func for each in raises if isinstance(each, ast.Call))
    return {each.id for each in called if isinstance(each, ast.Name) and each.id[0].isupper()} - caught


def test_public_functions_of_a_pure_module_say_what_they_do_and_raise() -> None:
    wrong = []
    for module in pure_modules():
        path = ROOT / module.replace(".", "/")
        for file in sorted(path.rglob("*.py")) or [path.with_suffix(".py")]:
            for function in public_functions(ast.parse(file.read_text())):
                docstring = ast.get_docstring(function) or ""
                if not docstring:
                    wrong.append(f"{module}: {function.name} has no docstring")
                wrong += [
                    f"{module}: the docstring of {function.name} does not name {error}"
                    for error in sorted(raised_in(function))
                    if error not in docstring
                ]
    assert wrong == []
