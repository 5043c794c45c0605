"""Kinds of artifacts: what is true of each of them, declared once. Their base class is in base.py."""

from __future__ import annotations


def register_own() -> None:
    from discovery.kinds.base import artifact_kinds
    from discovery.kinds.teams import TEAM

    artifact_kinds.register(TEAM)
