"""`manage.py report_words`: brings the catalogs of what reports say up to date with the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.report_words import update


class Command(BaseCommand):
    """Brings the catalogs of other languages up to date; for developers."""

    help = "Writes the words of reports into the catalogs, and names those that are not translated."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for language, _name in settings.REPORT_LANGUAGES:
            if language == settings.LANGUAGE_CODE.split("-")[0]:
                continue
            missing = update(language, settings.BASE_DIR)
            self.stdout.write(f"{language}: {len(missing)} not translated")
            for words in missing:
                self.stdout.write(f"  {words}")
