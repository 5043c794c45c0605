"""Variables of every template."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """`base_url` as people type it, `base_host` as it is read out, `signup_open`, and
    `company_provider`, the name of the company's provider, or nothing."""
    return {
        "base_url": settings.BASE_URL,
        "base_host": urlsplit(settings.BASE_URL).netloc,
        "signup_open": settings.SIGNUP_OPEN,
        "company_provider": settings.OIDC_NAME,
    }
