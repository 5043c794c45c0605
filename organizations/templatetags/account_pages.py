"""The tabs over an account's own pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("components/tabs.html", takes_context=True)
def account_tabs(context: Context) -> dict[str, Any]:
    """E-mail addresses, password, connected accounts where the company's sign-in is set up, and the way
    out."""
    user = context["user"]
    password = "account_change_password" if user.has_usable_password() else "account_set_password"
    pages = [(_("E-mail addresses"), "account_email"), (_("Password"), password)]
    if settings.SOCIALACCOUNT_PROVIDERS:
        pages.append((_("Connected accounts"), "socialaccount_connections"))
    pages.append((_("Delete the account"), "discovery:account_delete"))
    path = context["request"].path
    tabs = [
        {"words": words, "href": reverse(name), "current": reverse(name) == path, "count": None}
        for words, name in pages
    ]
    return {"label": _("Your account"), "tabs": tabs}
