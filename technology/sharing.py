"""The decision aid for sharing the data of an output port. Pure: it returns messages, which its caller
translates.

Simple reporting reads data where it lies. A consumer with other needs on the same platform uses its native
sharing. Only a consumer that needs the data nearby, on another platform, copies it: a last resort, and access
rules must hold for the copy too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


def gettext_noop(message: str) -> str:
    """The message as it is; its name lets makemessages find it."""
    return message


class Pattern(StrEnum):
    """As in technology.models.SharingPattern."""

    VIRTUAL = "virtual"
    NATIVE = "native"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Advice:
    """The pattern that follows from the answers, and why. `pattern` is None while the question `asks` (the
    name of an answer) is open."""

    pattern: Pattern | None
    because: str
    asks: str = ""


# What to watch out for, by pattern.
CAUTIONS: dict[Pattern, tuple[str, ...]] = {
    Pattern.VIRTUAL: (
        gettext_noop("It is as slow as the slowest source that is asked."),
        gettext_noop("Consumers notice how the source stores its data, even through a view."),
        gettext_noop("Views that are clicked together are hard to test and to release: keep them as code."),
        gettext_noop("It does not serve work that reads much data over and over, such as training a model."),
    ),
    Pattern.NATIVE: (
        gettext_noop("It ends at the platform: consumers on another one need another way."),
        gettext_noop("Grants are given on the platform: keep them in step with the rules of access here."),
    ),
    Pattern.COPY: (
        gettext_noop("It is the last resort: ask once more whether the data has to be nearby."),
        gettext_noop("The rules of access hold for the copy too: say who keeps them there."),
        gettext_noop("What is corrected or deleted here has to be corrected and deleted in the copy."),
        gettext_noop("A copy grows old: say how fresh it is, and promise no more than that."),
    ),
}


def advise(
    is_simple_reporting: bool | None, is_same_platform: bool | None, needs_locality: bool | None
) -> Advice:
    """What the answers lead to: None for a question that nobody has answered."""
    if is_simple_reporting is None:
        return Advice(
            None,
            gettext_noop("Say first whether consumers need it for simple reporting only."),
            "is_simple_reporting",
        )
    if is_simple_reporting:
        return Advice(
            Pattern.VIRTUAL, gettext_noop("For simple reporting, data can be queried where it lies.")
        )
    if is_same_platform is None:
        return Advice(
            None,
            gettext_noop("Say whether the consumers work on the platform where the data lies."),
            "is_same_platform",
        )
    if is_same_platform:
        return Advice(
            Pattern.NATIVE,
            gettext_noop("Both sides are on one platform, which shares data without moving it."),
        )
    if needs_locality is None:
        return Advice(
            None,
            gettext_noop("Say whether the consumers need the data nearby: only then it is copied."),
            "needs_locality",
        )
    if not needs_locality:
        return Advice(
            Pattern.VIRTUAL,
            gettext_noop("Nobody needs the data nearby: it can be queried where it lies, from afar as well."),
        )
    return Advice(
        Pattern.COPY,
        gettext_noop(
            "Consumers need the data nearby, on another platform: then there is no way around copying."
        ),
    )


def departs(
    pattern: str,
    is_simple_reporting: bool | None,
    is_same_platform: bool | None,
    needs_locality: bool | None,
) -> bool:
    """Whether the chosen pattern is another one than the answers lead to."""
    advised = advise(is_simple_reporting, is_same_platform, needs_locality).pattern
    return advised is not None and advised != pattern
