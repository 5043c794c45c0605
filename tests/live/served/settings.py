"""The product's settings, with the addresses of these tests, and tables made without migrations: quicker."""

from config.settings import *  # noqa: F403  all settings of the product, by purpose
from config.settings import BASE_DIR
from live import broker

# A test can't wait for two minutes until somebody is away, nor until everybody has reconnected.
vars(broker)["GRACE"] = 12.0
vars(broker)["RECONNECTED"] = 0.0

ROOT_URLCONF = "tests.live.served.urls"
STATIC_ROOT = BASE_DIR / "tests"  # nothing is collected: the finders serve
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


class _None(dict[str, None]):
    def __contains__(self, app: object) -> bool:
        return True

    def __missing__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _None()
