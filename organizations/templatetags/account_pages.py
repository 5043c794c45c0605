"""The tabs over an account's own pages."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.organization.selectors import needs_password
from organizations.sessions.selectors import address_of, browser_of

register = template.Library()
register.filter(browser_of)
register.filter(address_of)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def account_tabs(context: Context) -> dict[str, Any]:
    """Name, e-mail addresses, password unless one comes by the company's provider, connected accounts where
    there is one, sessions, what one gave, and the way out."""
    user = context["user"]
    pages = [(_("Name"), "discovery:account_name"), (_("Email addresses"), "account_email")]
    if user.has_usable_password():
        pages.append((_("Password"), "account_change_password"))
    elif needs_password(user):
        pages.append((_("Password"), "account_set_password"))
    if settings.OIDC_ISSUER:
        pages.append((_("Connected accounts"), "socialaccount_connections"))
    pages += [(_("Sessions"), "usersessions_list"), (_("Access you gave"), "discovery:account_given")]
    pages.append((_("Delete the account"), "discovery:account_delete"))
    path = context["request"].path
    tabs = [
        {"words": words, "href": reverse(name), "current": reverse(name) == path, "count": None}
        for words, name in pages
    ]
    return {"label": _("Your account"), "tabs": tabs}
