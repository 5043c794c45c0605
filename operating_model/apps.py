from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class OperatingModelConfig(AppConfig):
    name = "operating_model"
    verbose_name = "Operating model"

    def ready(self) -> None:
        from discovery import workshop_templates
        from operating_model import (
            activities,
            demo,
            document_rules,
            exports,
            overview,
            report,
        )

        activities.register_own()
        demo.register_own()
        document_rules.register_own()
        exports.register_own()
        overview.register_own()
        report.register_own()
        workshop_templates.register(Path(__file__).parent / "agendas")
