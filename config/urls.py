"""Every address of Headwaters. Each app brings its own patterns; lvt's lie under the discovery that they
belong to."""

from allauth.account import urls as allauth_urls
from allauth.socialaccount.views import connections
from django.urls import URLPattern, URLResolver, include, path

import discovery.urls
import exchange.urls
import organizations.urls
import products.urls
import specifications.urls
import workshops.urls
from config import errors
from organizations.views.own_sessions import own_sessions
from organizations.views.signing_up import signing_up

# The parts of allauth one by one: `allauth.urls` would add redirects from addresses of its old versions.
# Signing up, signing in by a provider and the list of sessions are ours (organizations.views).
accounts: list[URLPattern | URLResolver] = [
    path("signup/", signing_up, name="account_signup"),
    *(each for each in allauth_urls.urlpatterns if getattr(each, "name", "") != "account_signup"),
    path("sessions/", own_sessions, name="usersessions_list"),
    path("3rdparty/", connections, name="socialaccount_connections"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error

# Under one name: templates, links and bookmarks say `discovery:…`, whichever of the apps answers.
pages: list[URLPattern | URLResolver] = [
    *organizations.urls.urlpatterns,
    *workshops.urls.urlpatterns,
    *discovery.urls.urlpatterns,
    *exchange.urls.urlpatterns,
    path("refused/<int:status>/", errors.refused, name="refused"),
]

# Likewise: what is made of a data product for others is a part of its pages.
product_pages: list[URLPattern | URLResolver] = [*products.urls.urlpatterns, *specifications.urls.urlpatterns]

# In the order in which they are tried: what two hundred people press at once comes first, then what programs
# ask for again and again.
urlpatterns = [
    path("", include("lvt.urls")),
    path("", include("api.urls")),
    path("", include((pages, "discovery"))),
    path("", include("process.urls")),
    path("", include("handover.urls")),
    path("", include((product_pages, "products"))),
    path("", include("technology.urls")),
    path("", include("operating_model.urls")),
    path("accounts/", include(accounts)),
]
