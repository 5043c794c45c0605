"""The product's settings, with one address more: a view that does nothing, the yardstick of every burst."""

from config.settings import *  # noqa: F403  all settings of the product, by purpose

ROOT_URLCONF = "bench.urls"
