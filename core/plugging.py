"""Plugging in of apps: the app's configuration names the modules that register what they add."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from django.apps import AppConfig


class PluggedApp(AppConfig):
    """The base of an app's configuration. `plug_ins` are modules of the app, by their names below it; once
    Django knows all models, it calls `register_own` of each in this order.

    A module `apps` names it `plugging.PluggedApp`: Django takes any configuration in it for that of the app.
    """

    plug_ins: ClassVar[tuple[str, ...]] = ()

    def ready(self) -> None:
        for name in self.plug_ins:
            import_module(f"{self.name}.{name}").register_own()
