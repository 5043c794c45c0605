"""The folders of the product's code, as the contracts of imports name them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
APPS: tuple[str, ...] = tuple(PYPROJECT["tool"]["importlinter"]["root_packages"])
