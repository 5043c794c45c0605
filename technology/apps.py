from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class TechnologyConfig(AppConfig):
    name = "technology"
    verbose_name = "Technology"

    def ready(self) -> None:
        from discovery import workshop_templates
        from technology import (
            activities,
            demo,
            exports,
            fitness,
            overview,
            overview_fitness,
            report,
        )
        from technology.services import fitness as readings
        from technology.services import merged_products

        activities.register_own()
        demo.register_own()
        exports.register_own()
        fitness.register_own()
        merged_products.register_own()
        overview.register_own()
        overview_fitness.register_own()
        readings.register_own()
        report.register_own()
        workshop_templates.register(Path(__file__).parent / "agendas")
