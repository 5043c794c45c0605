from __future__ import annotations

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "process"
    verbose_name = "Process"

    def ready(self) -> None:
        from process import demo, document_rules, exports, overview, report, spotlights

        demo.register_own()
        document_rules.register_own()
        exports.register_own()
        overview.register_own()
        report.register_own()
        spotlights.register_own()
