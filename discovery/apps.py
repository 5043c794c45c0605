from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "discovery"
    verbose_name = "Discovery"

    def ready(self) -> None:
        from discovery import activities, checks, reports  # noqa: F401  registers what the app offers

        activities.register_own()
        reports.register_own()
