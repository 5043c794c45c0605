"""Signing in by the company's provider, without a browser."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from organizations.models import User
from organizations.oidc.web import WORDS
from tests.provider import Provider

START, BACK = "/accounts/oidc/company/login/", "/accounts/oidc/company/login/callback/"
ANNA = {"sub": "1", "email": "anna@acme.test", "email_verified": True, "name": "Anna Álvarez"}


def there(client: Client, **sent: str) -> str:
    """Where the page leads that the button opens."""
    shown = client.post(START, sent)
    assert shown.status_code == 200, shown.content.decode()
    (link,) = re.findall(r'class="button primary" href="(http[^"]+)"', shown.content.decode())
    assert shown["Refresh"] == f"0; url={unescape(link)}"
    return unescape(link)


def come(client: Client, provider: Provider, **sent: str) -> Any:
    """Sign in there and come back."""
    return client.get(f"{BACK}?{provider.authorize(there(client, **sent))}")


def signed_in(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()


def said(response: Any) -> str:
    return unescape(str(response.content.decode()))


def is_problem(response: Any, kind: str) -> bool:
    """Whether it is our page for this kind, which names the provider and leads back."""
    status, words = WORDS[kind]
    text = said(response)
    return (
        response.status_code == status
        and str(words) % {"provider": "ACME"} in text
        and "ACME" in str(words) % {"provider": "ACME"}
        and ("/accounts/login/" in text or "/accounts/3rdparty/" in text)
    )
