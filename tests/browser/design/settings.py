"""The product's settings with a page of components to press, and static files as they lie in the tree."""

from config.settings import *  # noqa: F403  all settings of the product, by purpose

ROOT_URLCONF = "tests.browser.design.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
