"""The migrations that were recorded, with what each was. `bin/record-migrations` adds new ones."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECORDED = Path(__file__).with_name("migrations.sha256")
"""A line for each: its hash, and its path, as sha256sum writes and checks them."""


def migrations() -> dict[str, str]:
    """By path, the hash of each migration that is there."""
    paths = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def recorded() -> dict[str, str]:
    """By path, the hash that each recorded migration had."""
    lines = RECORDED.read_text().splitlines() if RECORDED.exists() else []
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def changed(there: dict[str, str], known: dict[str, str]) -> list[str]:
    """The recorded migrations that are not as they were, or gone."""
    return [path for path, digest in known.items() if there.get(path) != digest]


def record() -> None:
    """Write down the new migrations. Raises SystemExit where a recorded one changed: databases have it."""
    there, known = migrations(), recorded()
    if wrong := changed(there, known):
        raise SystemExit(f"Databases have these already: add a migration instead. {', '.join(wrong)}")
    RECORDED.write_text("".join(f"{digest}  {path}\n" for path, digest in there.items()))


if __name__ == "__main__":
    record()
