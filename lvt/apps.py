from __future__ import annotations

from django.apps import AppConfig


class LvtConfig(AppConfig):
    name = "lvt"
    verbose_name = "Lean Value Tree"

    def ready(self) -> None:
        from discovery.registries import undo_guards
        from lvt import activities, demo, demo_scores, overview, report
        from lvt.policies.rounds import check_may_be_set_back

        activities.register_own()
        demo.register_own()
        demo_scores.register_own()
        overview.register_own()
        report.register_own()
        undo_guards.append(check_may_be_set_back)
