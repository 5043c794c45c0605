"""The one thing that a discovery's overview leads to: the first gap on the way to the handover; once a
version is handed over, what follows it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.models.discovery import PhaseKind, StreamKind
from discovery.registries import Checkpoint, NextStep, aftermaths
from discovery.selectors.discoveries import Overview


def next_step(discovery: Discovery, overview: Overview) -> NextStep | None:
    """What comes next in the discovery of this overview; None when nothing is left to do.

    What was frozen was frozen knowing its gaps. So once a version is, gaps lead nowhere any more; what
    follows is the review of the next version, if somebody is asked, then what the handover is for.
    """
    for aftermath in aftermaths:
        if aftermath.is_over(discovery):
            return next(iter(aftermath.steps(discovery)), None)
    if overview.next is None:
        return None
    standing = overview.next.standing
    checkpoint = overview.next.checkpoint
    return NextStep(_place(checkpoint), checkpoint.label, standing.missing, standing.url, standing.step)


def _place(checkpoint: Checkpoint) -> str:
    phase = str(PhaseKind(checkpoint.phase).label)
    if not checkpoint.stream:
        return phase
    return _("%(phase)s, %(stream)s") % {"phase": phase, "stream": StreamKind(checkpoint.stream).label}
