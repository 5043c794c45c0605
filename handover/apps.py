from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "handover"
    verbose_name = "Handover"

    def ready(self) -> None:
        from discovery import workshop_templates
        from handover import (
            demo,
            document_rules,
            exports,
            handover_checks,
            overview,
            report,
            spotlights,
            undo_rules,
        )
        from handover.services import exports as reports

        demo.register_own()
        document_rules.register_own()
        exports.register_own()
        handover_checks.register_own()
        overview.register_own()
        report.register_own()
        reports.register_own()
        spotlights.register_own()
        undo_rules.register_own()
        workshop_templates.register(Path(__file__).parent / "agendas")
