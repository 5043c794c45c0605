"""The decision aid for sharing the data of an output port. Pure: it returns messages, which its caller
translates.

Simple reporting reads data in place. A consumer with other needs on the same platform uses its native
sharing. Only a consumer that needs the data nearby, on another platform, copies it: a last resort, and access
rules must apply to the copy too.
"""

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
    """The pattern that follows from the answers, and the reason. `pattern` is None while the question `asks`
    (the name of an answer) is open."""

    pattern: Pattern | None
    because: str
    asks: str = ""


# What to watch out for, by pattern.
CAUTIONS: dict[Pattern, tuple[str, ...]] = {
    Pattern.VIRTUAL: (
        gettext_noop("It’s only as fast as the slowest source queried."),
        gettext_noop("Consumers notice how the source stores its data, even through a view."),
        gettext_noop("Views built by hand in a tool are hard to test and release. Keep them as code."),
        gettext_noop("It doesn’t suit work that reads a lot of data repeatedly, such as training a model."),
    ),
    Pattern.NATIVE: (
        gettext_noop("It only works within the platform. Consumers on another one need another method."),
        gettext_noop("Access is granted on the platform. Keep it in sync with the access rules here."),
    ),
    Pattern.COPY: (
        gettext_noop("It’s the last resort. Check again whether the data really has to be nearby."),
        gettext_noop("Access rules also apply to the copy. Record who enforces them there."),
        gettext_noop("Corrections and deletions here must also be made in the copy."),
        gettext_noop("A copy ages. State how fresh it is, and don’t promise more."),
    ),
}


def advise(
    is_simple_reporting: bool | None, is_same_platform: bool | None, needs_locality: bool | None
) -> Advice:
    """The advice that follows from the answers: None for a question without an answer."""
    if is_simple_reporting is None:
        return Advice(
            None,
            gettext_noop("First answer whether consumers need it for simple reporting only."),
            "is_simple_reporting",
        )
    if is_simple_reporting:
        return Advice(Pattern.VIRTUAL, gettext_noop("For simple reporting, data can be queried in place."))
    if is_same_platform is None:
        return Advice(
            None,
            gettext_noop("Answer whether the consumers work on the same platform as the data."),
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
            gettext_noop("Answer whether the consumers need the data nearby. Only then is it copied."),
            "needs_locality",
        )
    if not needs_locality:
        return Advice(
            Pattern.VIRTUAL,
            gettext_noop("No one needs the data nearby. It can be queried in place, even remotely."),
        )
    return Advice(
        Pattern.COPY,
        gettext_noop("Consumers need the data nearby, on another platform. It has to be copied."),
    )


def departs(
    pattern: str,
    is_simple_reporting: bool | None,
    is_same_platform: bool | None,
    needs_locality: bool | None,
) -> bool:
    """Return True if the chosen pattern is another one than the advice."""
    advised = advise(is_simple_reporting, is_same_platform, needs_locality).pattern
    return advised is not None and advised != pattern
