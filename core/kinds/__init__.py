"""Kinds of artifacts: what is true of each of them, declared once. Their base class is in base.py."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def register_all() -> None:
    """Register the kinds that installed apps declare in their module or package `kinds`."""
    from django.apps import apps
    from django.utils.module_loading import module_has_submodule

    from core.kinds.base import ArtifactKind, WrittenOutKind, artifact_kinds, written_out_kinds

    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "kinds"):
            for module in _modules(import_module(f"{config.name}.kinds")):
                for declared in vars(module).values():
                    if isinstance(declared, ArtifactKind) and type(declared).__module__ == module.__name__:
                        if isinstance(declared, WrittenOutKind):
                            written_out_kinds.register(declared)
                        else:
                            artifact_kinds.register(declared)


def _modules(kinds: ModuleType) -> Iterator[ModuleType]:
    yield kinds
    for module in iter_modules(getattr(kinds, "__path__", ())):
        yield import_module(f"{kinds.__name__}.{module.name}")
