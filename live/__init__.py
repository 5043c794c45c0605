"""Live updates: the way of a change to every screen.

Services say what changed, in the transaction that changes it, with :func:`publish_change`. After the commit
the broker of the serving process renders each region that shows it once per audience and hands the fragments
to the open event streams. State is the truth: a lost message costs a second of freshness, never correctness,
because every write moves the workshop's revision and the broker looks at the revisions once a second.

It may know nothing of the content: it knows rooms by number, and apps register what is drawn.
"""

from live.messages import PEOPLE
from live.publishing import (
    changed_later,
    changed_with,
    close_participant,
    close_streams,
    connected,
    drawn_regions,
    notify,
    publish,
    publish_change,
    room_cache,
)
from live.regions import PlaceGone, Region, Screen, Snapshot, regions_for, register

__all__ = [
    "PEOPLE",
    "PlaceGone",
    "Region",
    "Screen",
    "Snapshot",
    "changed_later",
    "changed_with",
    "close_participant",
    "close_streams",
    "connected",
    "drawn_regions",
    "notify",
    "publish",
    "publish_change",
    "regions_for",
    "register",
    "room_cache",
]
