"""The migrations that were recorded, with what each was, and which of them each version has.
`bin/record-migrations` adds new ones."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from core.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
RECORDED = Path(__file__).with_name("migrations.sha256")
"""A line for each: its hash, and its path, as sha256sum writes and checks them."""

VERSIONS = Path(__file__).with_name("versions.sha256")
"""A line for each version: the hash of the paths of its migrations, and the version."""


def migrations() -> dict[str, str]:
    """By path, the hash of each migration that is there."""
    paths = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def recorded() -> dict[str, str]:
    """By path, the hash that each recorded migration had."""
    return _read(RECORDED)


def versions() -> dict[str, str]:
    """By version, the hash of its migrations."""
    return _read(VERSIONS)


def schema(there: dict[str, str]) -> str:
    """The hash of migrations by their paths."""
    return hashlib.sha256("\n".join(there).encode()).hexdigest()


def changed(there: dict[str, str], known: dict[str, str]) -> list[str]:
    """The recorded migrations that are not as they were, or gone."""
    return [path for path, digest in known.items() if there.get(path) != digest]


def record(*, is_unreleased: bool = False) -> None:
    """Write down the new migrations. Raises SystemExit where a recorded one changed: databases have it; and
    where this version has other tables already, unless nobody has it yet."""
    there, known = migrations(), recorded()
    if wrong := changed(there, known):
        raise SystemExit(f"Databases have these already: add a migration instead. {', '.join(wrong)}")
    known_versions = versions()
    if known_versions.get(VERSION, schema(there)) != schema(there) and not is_unreleased:
        raise SystemExit(
            f"Databases of {VERSION} have other tables: raise core/version.py and begin its part of "
            "CHANGELOG.md if an installation has that version, else run bin/record-migrations --unreleased. "
            "Then run bin/record again."
        )
    _write(RECORDED, there)
    _write(VERSIONS, known_versions | {VERSION: schema(there)})


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _write(path: Path, digests: dict[str, str]) -> None:
    path.write_text("".join(f"{digest}  {name}\n" for name, digest in digests.items()))


if __name__ == "__main__":
    record(is_unreleased="--unreleased" in sys.argv)
