"""The product's settings, with one address more: a view that does nothing, the yardstick of every burst."""

from config.settings import *  # noqa: F403  these are the product's settings

ROOT_URLCONF = "bench.urls"
