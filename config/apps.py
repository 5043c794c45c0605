from django.apps import AppConfig


class HeadwatersConfig(AppConfig):
    """The app of the process: it registers the checks of the configuration."""

    name = "config"
    verbose_name = "Headwaters"

    def ready(self) -> None:
        from config import settings_checks  # noqa: F401  checks register
        from config.patches.migration_models import draw_models_when_asked
        from config.patches.query_columns import write_columns_once

        write_columns_once()
        draw_models_when_asked()
