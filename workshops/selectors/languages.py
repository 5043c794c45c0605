"""The language that a new workshop of a discovery has unless someone chooses another one."""

from __future__ import annotations

from django.conf import settings

from discovery.models import Discovery
from discovery.registries import discovery_languages


def usual_language(discovery: Discovery) -> str:
    """That of the discovery's last workshop, else what the apps say, such as that of its reports, else the
    default."""
    rows = discovery.workshops.order_by("-pk").values_list("language", flat=True)
    known = dict(settings.LANGUAGES)
    said = (each.of(discovery) for each in discovery_languages)
    return next((each for each in (*rows[:1], *said) if each in known), settings.LANGUAGE_CODE)
