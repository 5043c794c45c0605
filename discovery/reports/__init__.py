"""The report engine: sections in, a PDF out."""


def register_own() -> None:
    """Register the sections of this app, and its item of the navigation."""
    from django.utils.translation import gettext_lazy as _

    from discovery.registries import NavigationItem, navigation
    from discovery.reports import sections

    sections.register_own()
    navigation.register(NavigationItem("report", _("Report"), "discovery:report", "report", 60))
