"""Inside an app, imports go down the layers, and each concept is in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import grimp
import pytest

from tests.apps import APPS, LAYERS, ROOT, layer_of

# From above to below. Layers in one line know nothing of each other.
ORDER = (
    {"urls"},
    {"views"},
    {"activities", "overview", "report", "demo", "canvases", "posters"},
    {"web"},
    {"forms"},
    {"services"},
    {"kinds"},
    {"permissions", "policies"},
    {"selectors"},
    {"registries"},
    {"activity_kind"},
    {"models"},
)
HEIGHTS = {layer: -number for number, layers in enumerate(ORDER) for layer in layers}
# The layers of these are their own: the process, the live layer, the report engine.
WITHOUT = {"config", "documents", "live"}
# Tasks wait in the queue by the names of their modules (`technology`), and the base of every app is known by
# its layers (`core`).
IN_SEVERAL_PLACES = {
    "core": {"artifacts", "editing", "imports", "key_expiry", "operations"},
    "technology": {"fitness"},
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)


def layer_of_module(module: str) -> str:
    return layer_of(module.replace(".", "/") + ".py")


def reached(graph: grimp.ImportGraph, module: str) -> Iterator[str]:
    """The modules of the same app that the module imports, at once or through modules without a layer."""
    app = module.partition(".")[0]
    seen, ahead = {module}, [module]
    while ahead:
        for each in graph.find_modules_directly_imported_by(ahead.pop()) - seen:
            if each.partition(".")[0] == app:
                seen.add(each)
                if layer_of_module(each) in HEIGHTS:
                    yield each
                else:
                    ahead.append(each)


@pytest.mark.parametrize("app", sorted({*APPS} - WITHOUT))
def test_imports_go_down_the_layers(app: str, graph: grimp.ImportGraph) -> None:
    wrong = set()
    for module in sorted(graph.find_descendants(app)):
        layer = layer_of_module(module)
        if layer not in HEIGHTS or "migrations" in module:
            continue
        for other in reached(graph, module):
            below = layer_of_module(other)
            if HEIGHTS[below] > HEIGHTS[layer] or (below != layer and HEIGHTS[below] == HEIGHTS[layer]):
                wrong.add(f"{module} imports {other}")
    assert wrong == set()


def test_each_folder_with_modules_is_a_package() -> None:
    """Without `__init__.py`, no check of imports sees a folder."""
    folders = {path.parent for app in APPS for path in (ROOT / app).rglob("*.py")}
    missing = [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()]
    assert [str(folder.relative_to(ROOT)) for folder in missing] == []


def test_a_concept_is_in_one_place() -> None:
    several = {}
    for app in sorted({*APPS} - WITHOUT):
        places: dict[str, set[str]] = defaultdict(set)
        for layer in LAYERS:
            for path in (ROOT / app / layer).glob("*.py"):
                places[path.stem].add(layer)
        packages = {path.parent.name for path in (ROOT / app).glob("*/**/__init__.py")}
        concepts = {
            name
            for name, layers in places.items()
            if name not in ("__init__", *LAYERS) and (len(layers) > 1 or name in packages)
        }
        if concepts:
            several[app] = concepts
    assert several == IN_SEVERAL_PLACES, "put a concept's modules into one package (docs/architecture.md)"
