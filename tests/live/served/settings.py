"""The product's settings, with the addresses of these tests."""

from discovery.settings import *  # noqa: F403 - that is the meaning of this module

ROOT_URLCONF = "tests.live.served.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
