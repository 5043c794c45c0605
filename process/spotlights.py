"""What of the process can be put on every screen: the Data Mesh delta."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from process.models import DeltaVisit
from process.selectors.delta import delta_of
from workshops.activities.wholes import whole
from workshops.registries import spotlights


def register_own() -> None:
    """Register it."""
    spotlights.register(
        whole(
            "delta",
            gettext_lazy("Data Mesh delta"),
            34,
            "process/spotlights/delta.html",
            is_there=lambda discovery: DeltaVisit.objects.filter(discovery=discovery).exists(),
            context=_delta,
        ),
    )


def _delta(discovery: Discovery) -> dict[str, Any] | None:
    delta = delta_of(discovery)
    return None if delta.visit is None else {"delta": delta}
