"""What mails about accounts say, in English and German."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.translation import override

ADDRESS = "ann@example.org"
TEXTS: list[tuple[str, dict[str, Any]]] = [
    ("account/email/email_confirmation", {"activate_url": "/a"}),
    ("account/email/email_confirmation_signup", {"activate_url": "/a"}),
    ("account/email/account_already_exists", {"password_reset_url": "/a", "signup_url": "/b"}),
    ("account/email/password_reset_key", {"password_reset_url": "/a"}),
    ("account/email/password_changed", {}),
    ("account/email/password_set", {}),
    ("account/email/password_reset", {}),
    ("account/email/email_added", {"added_email": "new@example.org"}),
    ("account/email/email_changed", {"from_email": "old@example.org", "to_email": "new@example.org"}),
    ("account/email/email_confirm", {}),
    ("account/email/email_deleted", {"deleted_email": "old@example.org"}),
    ("account/email/provider_connected", {"provider": "Acme"}),
    ("socialaccount/email/account_disconnected", {"provider": "Acme"}),
]


def test_texts_are_ours_in_both_languages(settings: Any) -> None:
    """Of what goes out, nothing is the library's, and nothing is left in English."""
    site = {"name": "Headwaters", "domain": "https://headwaters.example.org"}
    for prefix, context in TEXTS:
        said = {}
        for language in ("en", "de"):
            for end in ("subject", "message"):
                name = f"{prefix}_{end}.txt"
                assert str(getattr(get_template(name), "origin", "")).startswith(
                    str(settings.BASE_DIR / "templates")
                ), name
                more = {"ip": "192.0.2.1", "user_agent": "Firefox", "timestamp": timezone.now()}
                with override(language):
                    said[language, end] = render_to_string(
                        name, {"email": ADDRESS, "current_site": site, **more, **context}
                    ).strip()
        for end in ("subject", "message"):
            assert said["en", end] != said["de", end], prefix
        english = [line for line in said["en", "message"].splitlines() if len(line.split()) > 3]
        assert not {*english} & {*said["de", "message"].splitlines()}, prefix
