"""The WSGI entry that granian serves: both hosts from one process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

django_application = get_wsgi_application()

from cms.core.pagecache import CachedPages  # noqa: E402 - apps are loaded only now

application = CachedPages(django_application)
