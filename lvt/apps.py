from __future__ import annotations

from django.apps import AppConfig


class LvtConfig(AppConfig):
    name = "lvt"
    verbose_name = "Lean Value Tree"

    def ready(self) -> None:
        from lvt import (
            activities,
            demo,
            demo_scores,
            document_rules,
            exports,
            overview,
            report,
            undo_rules,
        )

        activities.register_own()
        demo.register_own()
        demo_scores.register_own()
        document_rules.register_own()
        exports.register_own()
        overview.register_own()
        report.register_own()
        undo_rules.register_own()
