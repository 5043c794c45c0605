"""The settings of Headwaters with one more app."""

from __future__ import annotations

from config import settings
from config.settings import *  # noqa: F403  all settings of the product, by purpose

OUR_APPS = (*settings.OUR_APPS, "sample")  # type: ignore[assignment]  # one more
INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.sample"]
ROOT_URLCONF = "tests.sample.urls"
