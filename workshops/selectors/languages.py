"""The languages of workshops and their stages."""

from __future__ import annotations

from django.conf import settings

from discovery.models import Discovery
from discovery.registries import discovery_languages
from workshops.models import Workshop


def usual_language(discovery: Discovery) -> str:
    """The language of a new workshop unless someone chooses another one: that of the discovery's last one,
    else what the apps say, such as that of its reports, else the default."""
    rows = discovery.workshops.order_by("-pk").values_list("language", flat=True)
    known = dict(settings.LANGUAGES)
    said = (each.of(discovery) for each in discovery_languages)
    return next((each for each in (*rows[:1], *said) if each in known), settings.LANGUAGE_CODE)


def stage_language(workshop: Workshop) -> str:
    """The language of the workshop's stage: its own, or the default one where that is gone."""
    return workshop.language if workshop.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
