"""The folders of the product's code, as the contracts of imports name them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
APPS: tuple[str, ...] = tuple(PYPROJECT["tool"]["importlinter"]["root_packages"])
LAYERS = (
    "activities",
    "forms",
    "kinds",
    "models",
    "policies",
    "reports",
    "selectors",
    "services",
    "views",
    "web",
)
"""The layers whose modules are in a folder, or in the package of their concept."""


def layer_of(path: str | PurePath) -> str:
    """The layer of a module, by its path below the root: the name of its folder (`lvt/views/tree_diagram.py`)
    or of its file (`lvt/tree/views.py`, `lvt/urls.py`)."""
    folders, stem = PurePath(path).parts[1:-1], PurePath(path).stem
    layer = next((folder for folder in folders if folder in LAYERS), stem)
    return "activities" if layer == "activity" else layer


def modules_of(*layers: str, apps: Sequence[str] = APPS) -> list[Path]:
    """The paths of all modules of these layers in the apps."""
    return [
        path
        for app in apps
        for path in sorted((ROOT / app).rglob("*.py"))
        if layer_of(path.relative_to(ROOT)) in layers and "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    """The name under which the module at the path is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


WITH_ROOMS: tuple[str, ...] = tuple(app for app in APPS if modules_of("services", apps=[app]))
"""The apps of the domain, which have models, services, forms and views."""
