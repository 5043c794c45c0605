"""`manage.py demo`: the demo discovery, and the ways in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workshops import demo


class Command(BaseCommand):
    """Prints where the demo is, and links that let people in."""

    help = "Loads the demo discovery if it doesn't exist, and prints its links. Scripts read the lines."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print `discovery`, a fresh one-time `sign_in_link`, `join_link` and `join_code`, one per line."""
        loaded = demo.load()
        self.stdout.write(f"discovery: {loaded.discovery.slug}")
        self.stdout.write(f"sign_in_link: {demo.sign_in_link(loaded)}")
        self.stdout.write(f"join_link: {settings.BASE_URL}{demo.join_path(loaded.workshop)}")
        self.stdout.write(f"join_code: {loaded.workshop.code}")
