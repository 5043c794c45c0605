"""The landscape as a poster."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.registries import Poster, posters
from documents.posters import best_sheets
from products.landscape.files import signs, words_of
from products.landscape.placed_drawing import CLOSE, NARROW, ROOMY
from products.selectors.landscape_file import has_landscape, landscape_file


def landscape(discovery: Discovery) -> dict[str, Any] | None:
    """The landscape drawn, with what its shapes mean."""
    file = landscape_file(discovery)
    if file is None:
        return None
    sources = [replace(file, setting=setting).source for setting in (ROOMY, CLOSE, NARROW)]
    picture = best_sheets(sources, **words_of(file))
    return {"sheets": picture.tiles, "is_turned": picture.is_turned, **signs(file.graph, file.services)}


def register_own() -> None:
    """Register the poster of this app."""
    posters.register(
        Poster(
            "landscape",
            gettext_lazy("Landscape"),
            20,
            "landscape",
            "products/report/poster_landscape.html",
            landscape,
            has_landscape,
        )
    )
