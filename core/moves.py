"""What a table of transitions says of a step from one state of an artifact to another."""

from __future__ import annotations

from dataclasses import dataclass

from core.labels import Text


@dataclass(frozen=True, slots=True)
class Move:
    """`action` is what the button says, `reason` when it is right to press it."""

    action: Text
    reason: Text
