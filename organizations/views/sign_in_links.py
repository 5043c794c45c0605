"""One-time sign-in links."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from core.exceptions import NotFound
from organizations.recent_sign_in.web import note_sign_in
from organizations.services.one_time_links import find_sign_in_link, use_sign_in_link
from organizations.web import Request, access, form_methods, page
from organizations.web.languages import for_facilitators
from organizations.web.security_log import log_event


@for_facilitators
@access.public
@never_cache
@form_methods
def sign_in(request: Request, token: str) -> HttpResponse:
    """GET shows a button, and only its POST signs in: mail programs and chats open links to preview them,
    which must not use them up."""
    try:
        if request.method == "POST":
            user = use_sign_in_link(token=token)
            log_event("sign_in.link_used", request, who=user)
            if user == request.actor.account:
                # The session stays, and with it the forms that are open in other tabs.
                note_sign_in(request)
                return redirect("discovery:home")
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("discovery:home")
        link = find_sign_in_link(token=token)
    except NotFound as error:
        return page(request, "organizations/sign_in.html", {"problem": str(error)}, status=error.status)
    return page(request, "organizations/sign_in.html", {"account": link.user})
