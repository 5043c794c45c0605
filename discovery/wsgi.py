"""The pages as a WSGI application; `discovery.asgi` runs it in its pool."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discovery.settings")

application = get_wsgi_application()
