"""Checks of apps before a discovery is handed over: each registers its checks, from its
AppConfig.ready(), in handover.registries.readiness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.labels import Text

if TYPE_CHECKING:
    from discovery.checklist import MissingPiece
    from discovery.models import Discovery


@dataclass(frozen=True, slots=True)
class ReadinessItem:
    """A check before the handover; nothing from `check` means that all is there. Sorted by `order`.
    `stream` says where it belongs ("" for the whole)."""

    key: str
    label: Text
    order: int
    check: Callable[[Discovery], Sequence[MissingPiece]]
    stream: str = ""
