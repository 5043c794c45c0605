"""The addresses of allauth: signing in."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    # Accounts: allauth's own views
    entry("account_login", "allauth", BOTH, answers="public"),
    entry("account_logout", "allauth", BOTH, answers="public"),
    entry("account_inactive", "allauth", GET, answers="public"),
    entry("account_signup", "public", BOTH),
    entry("account_reauthenticate", "allauth", GET, answers="allauth:signed_in"),
    entry("account_email", "allauth", BOTH, answers="allauth:signed_in"),
    entry("account_email_verification_sent", "allauth", GET, answers="public"),
    entry("account_change_password", "allauth", BOTH, answers="allauth:signed_in"),
    entry("account_set_password", "allauth", BOTH, answers="allauth:signed_in"),
    entry("account_reset_password", "allauth", BOTH, answers="public"),
    entry("account_reset_password_done", "allauth", GET, answers="public"),
    entry("account_reset_password_from_key_done", "allauth", GET, answers="public"),
    entry("account_confirm_login_code", "allauth", GET, answers="allauth:signed_in"),
    Entry("account_confirm_email", "allauth", GET, text={"key": "none"}, answers="public"),
    Entry(
        "account_reset_password_from_key",
        "allauth",
        GET,
        text={"uidb36": "1", "key": "none"},
        answers="public",
    ),
    entry("usersessions_list", "signed_in", BOTH),
    entry("socialaccount_connections", "allauth", GET, answers="allauth:signed_in"),
    # No provider is set up in the tests.
    entry("discovery:identity_start", "public", BOTH, answers="allauth:unknown"),
    entry("discovery:identity_callback", "public", GET, answers="allauth:unknown"),
    entry("discovery:account_name", "signed_in", BOTH),
    entry("discovery:account_given", "signed_in", GET),
    Entry("discovery:hint_dismiss", "signed_in", POST, text={"hint": "agenda"}),
    entry("discovery:hints_again", "signed_in", POST),
]
