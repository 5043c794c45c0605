from __future__ import annotations

from core import plugging


class TechnologyConfig(plugging.PluggedApp):
    name = "technology"
    verbose_name = "Technology"
    plug_ins = (
        *("activities", "demo", "exports", "fitness", "services.merged_products", "overview"),
        *("overview_fitness", "services.fitness", "report"),
    )
