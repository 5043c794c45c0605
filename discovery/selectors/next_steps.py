"""The one thing that a discovery's overview leads to: the first gap on the way to the handover; once a
version is handed over, what follows it."""

from collections.abc import Container

from django.utils.translation import gettext as _

from discovery.discoveries.selectors import Overview
from discovery.models import Discovery, PhaseKind, StreamKind
from discovery.registries import Checkpoint, NextStep, aftermaths


def next_step(discovery: Discovery, overview: Overview, *, exclude: Container[str] = ()) -> NextStep | None:
    """The next step in the discovery of this overview; None when nothing is left to do, and for a gap that
    leads to one of the addresses of `exclude`, which the page shows already.

    A version is frozen with known gaps. So once one is frozen, gaps lead nowhere any more. The review of the
    next version follows, if someone is asked, then what the handover is for.
    """
    for aftermath in aftermaths:
        if aftermath.is_over(discovery):
            return next(iter(aftermath.steps(discovery)), None)
    if overview.next is None:
        return None
    standing = overview.next.standing
    if standing.url in exclude:
        return None
    checkpoint = overview.next.checkpoint
    return NextStep(_place(checkpoint), checkpoint.label, standing.missing, standing.url, standing.step)


def _place(checkpoint: Checkpoint) -> str:
    phase = str(PhaseKind(checkpoint.phase).label)
    if not checkpoint.stream:
        return phase
    return _("%(phase)s, %(stream)s") % {"phase": phase, "stream": StreamKind(checkpoint.stream).label}
