"""`manage.py words`: brings the catalogs of other languages up to date with the code."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.message_catalog_updates import catalog_of, collected, lacking, update
from config.report_texts import words_of_reports, words_of_titles
from config.room_texts import words_of_room
from config.shipped_content_texts import words_of_shipped


class Command(BaseCommand):
    """Brings the catalogs of other languages up to date; for developers."""

    help = (
        "Writes the texts of the room, of shipped content and of reports into the catalogs, and counts those "
        "without a translation."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing")
        parser.add_argument("--list", action="store_true", help="name what has no translation")

    def handle(self, *args: Any, **options: Any) -> None:
        of_each = {
            "room": words_of_room(settings.BASE_DIR),
            "shipped": words_of_shipped(settings.BASE_DIR),
            "titles": words_of_titles(settings.BASE_DIR),
        }
        reports = words_of_reports(settings.BASE_DIR)
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            is_of_reports = language in dict(settings.REPORT_LANGUAGES)
            words_by_place = {"reports": reports, **of_each} if is_of_reports else of_each
            if not options["check"]:
                words = collected(each for of in words_by_place.values() for each in of.values())
                update(language, settings.BASE_DIR, words)
            catalog = catalog_of(language, settings.BASE_DIR)
            for place, words_of_place in words_by_place.items():
                missing = lacking(catalog, words_of_place)
                message = f"{language}, {place}: {len(missing)} of {len(words_of_place)} not translated"
                self.stdout.write(message)
                for each in missing if options["list"] else ():
                    self.stdout.write(f"  {each}")
