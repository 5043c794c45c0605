from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "discovery"
    verbose_name = "Discovery"

    def ready(self) -> None:
        from discovery import activities, checks, demo_workshop, overview, undo_rules  # noqa: F401  checks register
        from discovery.reports import sections

        activities.register_own()
        demo_workshop.register_own()
        overview.register_own()
        sections.register_own()
        undo_rules.register_own()
