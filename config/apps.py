from __future__ import annotations

from django.apps import AppConfig


class HeadwatersConfig(AppConfig):
    name = "config"
    verbose_name = "Headwaters"

    def ready(self) -> None:
        from config import checks  # noqa: F401  checks register
