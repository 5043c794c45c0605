from __future__ import annotations

from django.apps import AppConfig


class LvtConfig(AppConfig):
    name = "lvt"
    verbose_name = "Lean Value Tree"

    def ready(self) -> None:
        from lvt import activities, report

        activities.register_own()
        report.register_own()
