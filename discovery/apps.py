from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "discovery"
    verbose_name = "Discovery"

    def ready(self) -> None:
        from discovery import activities, checks, overview, reports  # noqa: F401  registers what the app offers

        overview.register_own()
        activities.register_own()
        reports.register_own()
