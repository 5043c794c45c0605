"""Finds the kinds that apps declare."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from django.utils.module_loading import module_has_submodule


def register_all() -> None:
    """Register the kinds that installed apps declare: in a package `kinds`, and in a concept's `kinds.py`."""
    from django.apps import apps

    from core.kinds.base import ArtifactKind, WrittenOutKind, artifact_kinds, written_out_kinds

    for config in apps.get_app_configs():
        for module in _modules(config.module) if config.module else ():
            for declared in vars(module).values():
                if isinstance(declared, ArtifactKind) and type(declared).__module__ == module.__name__:
                    if isinstance(declared, WrittenOutKind):
                        written_out_kinds.register(declared)
                    else:
                        artifact_kinds.register(declared)


def _modules(app: ModuleType) -> Iterator[ModuleType]:
    """The modules of the app that declare kinds, in the order of their concepts: files list kinds in it."""
    names = {}
    if module_has_submodule(app, "kinds"):
        kinds = import_module(f"{app.__name__}.kinds")
        names = {each.name: f"kinds.{each.name}" for each in iter_modules(getattr(kinds, "__path__", ()))}
        yield kinds
    for folder in getattr(app, "__path__", ()):  # an app may be one module
        for path in Path(folder).glob("*/**/kinds.py"):
            names[path.parent.name] = ".".join(path.relative_to(folder).with_suffix("").parts)
    for concept in sorted(names):
        yield import_module(f"{app.__name__}.{names[concept]}")
