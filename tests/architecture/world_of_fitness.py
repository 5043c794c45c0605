"""The part of the world (world.py) that belongs to fitness functions and data sharing."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from technology.models import SharingChoice
from technology.selectors.fitness import fitness_of
from technology.services.fitness import record_readings
from tests.factories import make


def fitness_of_world(half: SimpleNamespace) -> None:
    """How the data of the product's port is shared, and a reading of yesterday; needs the products."""
    half.sharing_choice = make(
        SharingChoice,
        port=half.output_port,
        pattern="copy",
        reason=f"{half.mark} reason for a copy",
        is_simple_reporting=False,
        is_same_platform=False,
        needs_locality=True,
        cautions=f"{half.mark} caution",
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    record_readings(discovery=half.discovery, products=fitness_of(half.discovery), day=yesterday)
