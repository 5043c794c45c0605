"""Where apps above plug in: they register from AppConfig.ready()."""

from __future__ import annotations

from core.registry import Registry
from handover.readiness import ReadinessItem

readiness: Registry[ReadinessItem] = Registry("checks before the handover")
