"""What apps say is missing before a discovery is handed over: each registers its checks, from its
AppConfig.ready(), in handover.registries.readiness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.labels import Text

if TYPE_CHECKING:
    from discovery.models import Discovery


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, in a sentence, and where it can be mended. `is_grave`: without it the
    handover says something that is not so, or nobody can act on it; else it is a gap that may be handed over
    knowingly."""

    words: Text
    url: str
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class ReadinessItem:
    """A check before the handover; nothing from `check` means that all is there. Sorted by `order`.
    `stream` says where it belongs ("" for the whole)."""

    key: str
    label: Text
    order: int
    check: Callable[[Discovery], Sequence[Missing]]
    stream: str = ""
