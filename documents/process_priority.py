"""Shared functions of our programs that run as processes of their own. Pure."""

import contextlib
import os

# Seconds that a program waits for its job before it ends and gives its memory back.
WAITS = 900
_AWAITED = 5


def step_behind(niceness: int, *, is_awaited: bool = False) -> None:
    """Let this process step so far behind those that serve people (man 2 nice); less far where someone looks
    at a page that waits for it."""
    if is_awaited:
        niceness = min(niceness, _AWAITED)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(max(niceness - os.nice(0), 0))
        if not is_awaited:
            # Linux: and never takes the processor from someone who just woke up.
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
