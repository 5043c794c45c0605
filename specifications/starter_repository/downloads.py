"""The starter repository as a download of a product."""

from django.utils.translation import gettext_lazy

from specifications.registries import Download, downloads


def register_own() -> None:
    """Register the download."""
    downloads.register(
        Download("repository", gettext_lazy("Starter repository"), "products:product_repository")
    )
