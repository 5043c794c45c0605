"""Puts the pseudo-language into a process that starts with `tests.pseudo_settings`."""

from django.apps import AppConfig


class PseudoApp(AppConfig):
    """Its catalog needs those of all apps, which are read by then."""

    name = "tests.pseudo_app"

    def ready(self) -> None:
        from tests.pseudo import install

        install()
