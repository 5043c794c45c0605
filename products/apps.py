from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "products"
    verbose_name = "Data products"

    def ready(self) -> None:
        from discovery import workshop_templates
        from products import (
            activities,
            demo,
            document_rules,
            exports,
            overview,
            report,
            undo_rules,
        )

        activities.register_own()
        demo.register_own()
        document_rules.register_own()
        exports.register_own()
        overview.register_own()
        report.register_own()
        undo_rules.register_own()
        workshop_templates.register(Path(__file__).parent / "agendas")
