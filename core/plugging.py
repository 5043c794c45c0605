"""Plugging in of apps, and of features in a folder of an app: the configuration names the modules that
register what they add."""

from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig
from django.conf import settings
from django.urls import URLPattern, URLResolver


class PluggedApp(AppConfig):
    """The base of an app's configuration. `plug_ins` are modules of the app, by their names below it; once
    Django knows all models, it calls `register_own` of each in this order.

    A folder of an app with an `apps` is a feature: Headwaters works without the folder.

    A module `apps` names it `plugging.PluggedApp`: Django takes any configuration in it for that of the app.
    """

    plug_ins: ClassVar[tuple[str, ...]] = ()

    def ready(self) -> None:
        for name in self.plug_ins:
            import_module(f"{self.name}.{name}").register_own()


def addresses(app: str) -> list[URLPattern | URLResolver]:
    """The addresses of the app's features. A feature has them in a module `urls`, or has none."""
    features = [name for name in settings.FEATURES[app] if find_spec(f"{name}.urls")]
    return [each for name in features for each in import_module(f"{name}.urls").urlpatterns]
