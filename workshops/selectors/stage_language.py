"""The language of a workshop's stage."""

from django.conf import settings

from core.labels import known_language
from workshops.models import Workshop


def stage_language(workshop: Workshop) -> str:
    """The workshop's own language, or the default one where that is gone."""
    return known_language(workshop.language) or settings.LANGUAGE_CODE
