"""The language of what a discovery or organization gets, unless someone chooses another one: new workshops,
mails, and the content that ships with the program."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from core.labels import in_language
from discovery.models import Discovery
from discovery.registries import discovery_languages
from organizations.models import Organization


def usual_language(discovery: Discovery) -> str:
    """The language that an app knows, such as that of its last workshop, else the organization's."""
    own = _language_of(Discovery.objects.filter(pk=discovery.pk))
    return own or language_of_organization(discovery.domain.organization)


def language_of_organization(organization: Organization) -> str:
    """That of its discoveries, the newest first, else the default."""
    discoveries = Discovery.objects.filter(domain__organization=organization)
    return _language_of(discoveries) or settings.LANGUAGE_CODE


def in_language_of(place: Discovery | Organization) -> translation.override:
    """Inside, texts are in the language of the discovery or organization: what ships is copied so."""
    if isinstance(place, Discovery):
        return in_language(usual_language(place))
    return in_language(language_of_organization(place))


def _language_of(discoveries: QuerySet[Discovery]) -> str:
    languages = dict(settings.LANGUAGES)
    answers = (each.of(discoveries) for each in sorted(discovery_languages, key=lambda each: each.order))
    return next((each for each in answers if each in languages), "")
