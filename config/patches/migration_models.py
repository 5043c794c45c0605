"""Django's models of a migration are made one by one when they are asked for, with those that they name.

After each step Django draws again all models that are linked, which are nearly all of ours: two hundred,
two hundred times in an upgrade, where a step needs three or four of them (docs/adr/0075).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, Final

from django.db.migrations.state import AppConfigStub, ModelState, ProjectState, StateApps
from django.db.models import Model

CHECKED: Final = {"Django": "5.2"}
GAIN: Final = "All migrations take 9 s of processor instead of 47, on an empty SQLite."

Key = tuple[str, str]


class Models(StateApps):
    """The models of a state. Who asks for all, as for what refers to a model, gets all."""

    def __init__(
        self, real_apps: set[str], states: Mapping[Key, ModelState], before: Models | None = None
    ) -> None:
        """`before`: those before the step, whose columns come first in a table that is made again."""
        super().__init__(real_apps, {})  # type: ignore[arg-type]  # the stubs ask for a list; Django gives a set
        self._waiting, self._before = dict(states), before
        for label in {app_label for app_label, _name in states} - self.app_configs.keys():
            self.app_configs[label] = AppConfigStub(label)
            self.app_configs[label].apps = self

    def get_model(self, app_label: str, model_name: str | None = None, require_ready: bool = True) -> Any:
        if model_name is None:
            app_label, model_name = app_label.split(".")
        self._draw((app_label, model_name.lower()))
        return super().get_model(app_label, model_name, require_ready)

    def get_registered_model(self, app_label: str, model_name: str) -> Any:
        self._draw((app_label, model_name.lower()))
        return super().get_registered_model(app_label, model_name)

    @cache  # noqa: B019  as Django's, which forgets it whenever a model is added
    def get_models(
        self, include_auto_created: bool = False, include_swapped: bool = False
    ) -> list[type[Model]]:
        self.draw_all()
        every = (
            config.get_models(include_auto_created, include_swapped) for config in self.app_configs.values()
        )
        return [model for some in every for model in some]

    def draw_all(self) -> None:
        """Draw the models that are still waiting."""
        with self.bulk_update():
            while self._waiting:
                self._draw(next(iter(self._waiting)))

    def _draw(self, key: Key) -> None:
        """Draw one that waits. It asks for those that it names, which are drawn by that."""
        state = self._waiting.pop(key, None)
        if state is not None:
            if self._before is not None:
                self._before._draw(key)
            with self.bulk_update():
                state.render(self)


def draw_models_when_asked() -> None:
    """From now on, migrations draw the models that they need."""
    apps = cached_property(_apps)
    apps.__set_name__(ProjectState, "apps")
    for name, ours in {
        "apps": apps,
        "clone": _clone,
        "reload_model": _forget,
        "reload_models": _forget,
        "clear_delayed_apps_cache": _draw_all,
    }.items():
        setattr(ProjectState, name, ours)


def _apps(state: ProjectState) -> Models:
    before = getattr(state, "before", None)
    # What is drawn later is as it is now.
    states = {key: each.clone() for key, each in state.models.items()}
    return Models(state.real_apps, states, before.apps if before else None)


def _clone(state: ProjectState) -> ProjectState:
    """As Django's, without what was drawn."""
    copy = ProjectState({key: each.clone() for key, each in state.models.items()}, state.real_apps)
    copy.is_delayed = state.is_delayed
    state.before = copy  # type: ignore[attr-defined]  # a step changes the original
    return copy


def _forget(state: ProjectState, *_models: Any, **_options: Any) -> None:
    state.__dict__.pop("apps", None)


def _draw_all(state: ProjectState) -> None:
    """Draw all models: code of ours, and code that is told of the models, needs every one."""
    state.apps.draw_all()  # type: ignore[attr-defined]  # of ours
