"""The language of a workshop's stage."""

from __future__ import annotations

from django.conf import settings

from workshops.models import Workshop


def stage_language(workshop: Workshop) -> str:
    """The workshop's own language, or the default one where that is gone."""
    return workshop.language if workshop.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
