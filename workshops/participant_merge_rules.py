"""Rows of rooms that move when two participants are merged."""

from workshops.models import (
    Activity,
    ActivityCompletion,
    Answer,
    KeyGrant,
    MergedParticipant,
    SummaryMail,
    Vote,
)
from workshops.registries import MergeRules, merge_rules


def register_own() -> None:
    """Register the rules of this app."""
    merge_rules.register(
        MergeRules(
            "workshops",
            later={
                ActivityCompletion: ("activity",),
                Answer: ("activity", "slot"),
                # The dots of an activity are one ballot: two halves of two ballots could be too many dots.
                Vote: ("activity",),
            },
            unless_own={
                SummaryMail: (),  # an address is kept nowhere else
                # A person has one key for an activity, whatever was written with it.
                KeyGrant: ("activity",),
            },
            stays={MergedParticipant: "it says who was merged"},
            named_in={Activity: ("groups",)},
        )
    )
