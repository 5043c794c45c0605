"""System checks of what apps registered."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from core.kinds import ArtifactKind, artifact_kinds, written_out_kinds
from discovery.models import Discovery
from discovery.registries import (
    areas,
    board_slides,
    checkpoints,
    executive_parts,
    navigation,
    report_sections,
    summary_parts,
)
from organizations.models import Organization
from workshops.registries import activity_kinds

REGISTERED = "headwaters_registered"


@register(REGISTERED)
def check_registered(**_kwargs: Any) -> list[CheckMessage]:
    """Errors of registered parts that have no page: otherwise they would be found out in the middle of a
    workshop."""
    return list(_registered())


def _registered() -> Iterator[CheckMessage]:
    for kind in activity_kinds:
        surfaces = [*["mine"] * kind.has_mine, *["stage"] * (not kind.asks_always)]
        templates = [f"{kind.template_dir}/{surface}.html" for surface in surfaces]
        yield from _missing_templates(f"activity kind {kind.key!r}", templates)
    for part in (*report_sections, *summary_parts, *executive_parts, *board_slides):
        yield from _missing_templates(f"report section {part.key!r}", [part.template])
    for page in navigation:
        try:
            # By name: the live tests have their own addresses.
            reverse(page.url_name, urlconf="config.urls", args=["any"])
        except NoReverseMatch:
            yield Error(
                f"page {page.key!r} of the navigation: no address {page.url_name!r}", id="discovery.E006"
            )
        if page.area and page.area not in areas:
            yield Error(f"page {page.key!r} of the navigation: no area {page.area!r}", id="discovery.E009")
        if page.checkpoint and page.checkpoint not in checkpoints:
            yield Error(
                f"page {page.key!r} of the navigation: no checkpoint {page.checkpoint!r}", id="discovery.E010"
            )
    for artifact_kind in (*artifact_kinds, *written_out_kinds):
        for fault in wrong_names(artifact_kind):
            yield Error(f"kind of artifact {artifact_kind.key}: {fault}", id="discovery.E008")


def wrong_names(kind: ArtifactKind[Any]) -> Iterator[str]:
    """Names in a kind of artifact that do not exist: fields of its model, or of its form."""
    of_model = {
        "title": (kind.title,),
        "layout": kind.field_names,
        "grouped_by": kind.grouped_by,
        "on_delete_trash": kind.on_delete_trash,
        "extra_file_fields": kind.extra_file_fields,
        "recognized_by": kind.recognized_by or (),
        "on_delete_clear": tuple(kind.on_delete_clear),
    }
    for option, names in of_model.items():
        links = kind.links if option == "layout" else ()
        yield from (
            f"{option} names {name!r}"
            for name in names
            if name not in links and _related(kind.model, name) is None
        )
    for related, cleared in kind.on_delete_clear.items():
        model = _related(kind.model, related)
        if model is not None:
            missing = [name for name in cleared if _related(model, name) is None]
            yield from (f"on_delete_clear names {name!r}" for name in missing)
    capture = kind.display.capture
    of_form = {
        "labels": kind.labels,
        "help_texts": kind.help_texts,
        "empty": kind.empty,
        "display": kind.display.names,
        "capture": capture.without if capture else (),
    }
    for option, texts in of_form.items():
        yield from (f"{option} names {name!r}" for name in texts if name not in kind.field_names)
    if capture is not None and (kind.root is not Discovery or kind.has_parents):
        yield "capture needs a kind whose parent is the discovery"
    for path in kind.paths:
        reached: type[Model] | None = kind.model
        for step in path.split("__"):
            reached = _related(reached, step) if reached is not None else None
        if reached not in (Discovery, Organization):
            yield f"path {path!r} leads to no discovery and no organization"


def _related(model: type[Model], name: str) -> type[Model] | None:
    """The model that a field leads to, the model itself for a plain column; None when there is no such
    field."""
    try:
        related = model._meta.get_field(name).related_model
    except FieldDoesNotExist:
        return None
    return related or model


def _missing_templates(what: str, templates: Iterable[str]) -> Iterator[CheckMessage]:
    for template in templates:
        try:
            get_template(template)
        except TemplateDoesNotExist:
            yield Error(f"{what}: no template {template!r}", id="discovery.E005")
