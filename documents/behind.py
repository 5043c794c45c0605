"""What the programs of ours that run as processes of their own share. Pure."""

from __future__ import annotations

import contextlib
import os

# Seconds that a program waits for its job before it ends and gives its memory back.
WAITS = 900


def step_behind(niceness: int) -> None:
    """Let this process step so far behind those that serve people (man 2 nice)."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(max(niceness - os.nice(0), 0))
        # Linux: and never takes the processor from somebody who just woke up.
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
