"""The plug-in point for the contributions of simulated people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.registry import Registry

if TYPE_CHECKING:
    from organizations.actors import Actor
    from workshops.dress_rehearsal.rules import Chance
    from workshops.models import Activity


@dataclass(frozen=True, slots=True)
class PersonTurn:
    """One thing that a simulated person gives in a rehearsal: someone of average speed takes so many
    `seconds` for it, and `send` calls the service that phones call. Only people of `side` give it, where one
    is named."""

    seconds: float
    send: Callable[[Actor, Chance], object]
    side: str = ""


@dataclass(frozen=True, slots=True)
class RehearsalScript:
    """Contributions of people in an activity of the kind `key`: `tasks(activity)` lists what each gives in
    its present phase. `onward(activity, actor)` is the step of a facilitator when they are through, before
    any further phase, and returns True if it goes on in the same one. `phases` are those that the facilitator
    goes to; all that follow, where None are named."""

    key: str
    tasks: Callable[[Activity], Sequence[PersonTurn]]
    onward: Callable[[Activity, Actor], bool] | None = None
    phases: tuple[str, ...] | None = None


rehearsal_scripts: Registry[RehearsalScript] = Registry("scripts of simulated people")
