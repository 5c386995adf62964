"""Which host gets which URLconf. There is no default host: see HostGateMiddleware."""

import re

from django.conf import settings
from django_hosts import host, patterns

host_patterns = patterns("", host(re.escape(settings.SITE_HOST), settings.ROOT_URLCONF, name="site"))
if settings.LK_ADDON:
    host_patterns += patterns("", host(re.escape(settings.LK_HOST), settings.LK_URLCONF, name="lk"))
