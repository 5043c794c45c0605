"""The parts of the demo that are texts: what discoveries say, as people would write it (docs/texts.md)."""

import re
from datetime import date
from functools import partial
from pathlib import Path

from django.utils import timezone

from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from exchange.services.discovery_text import NewDiscovery, import_text
from organizations.actors import Actor

# Each is called by its place among the parts of the demo.
TEXTS = Path(__file__).parent / "demo_texts"
# Those of discoveries of their own: the organization's, and one of another domain.
OTHERS = TEXTS / "others"
# The day on which what they say is so.
WRITTEN_ON = date(2026, 11, 23)
_DAY = re.compile(r"(?m)(?<=: )\d{4}-\d\d-\d\d(?=$| \d\d:)")


def register_own() -> None:
    """Register the texts of the demo."""
    for path in (*sorted(TEXTS.glob("*.yaml")), *sorted(OTHERS.glob("*.yaml"))):
        order, _dash, key = path.stem.partition("-")
        demo_parts.register(DemoPart(f"text_{key}", int(order), partial(bring_in, path)))


def bring_in(path: Path, actor: Actor, discovery: Discovery) -> None:
    """Import the text with its dates moved to today: into the discovery, or as a new one of its
    organization."""
    since = timezone.localdate() - WRITTEN_ON

    def moved(day: re.Match[str]) -> str:
        return (date.fromisoformat(day[0]) + since).isoformat()

    into = NewDiscovery(discovery.domain.organization) if path.parent == OTHERS else discovery
    import_text(actor=actor, data=_DAY.sub(moved, path.read_text("utf-8")).encode(), into=into)
