"""The folders of the product's code, as the contracts of imports name them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
APPS: tuple[str, ...] = tuple(PYPROJECT["tool"]["importlinter"]["root_packages"])
WITH_ROOMS: tuple[str, ...] = tuple(app for app in APPS if (ROOT / app / "services").exists())
"""The apps of the domain, which have models, services, forms and views."""
