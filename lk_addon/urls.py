"""The cabinet host."""

from django.urls import include, path

from cms.core import urls as core_urls
from cms.users.urls import door_urls
from lk_addon.accounts.urls import DOOR_HOME, DOOR_LAYOUT
from lk_addon.accounts.views.door import LoginView

urlpatterns = [
    path("", include(core_urls)),
    path("", include("lk_addon.cabinet.urls")),
    path("", include("lk_addon.registry.urls")),
    path("", include("lk_addon.files.urls")),
    path("", include("lk_addon.signatures.urls")),
    path("", include("lk_addon.correspondence.outages.urls")),
    path("", include("lk_addon.correspondence.urls")),
    path("", include("lk_addon.finance.urls")),
    path("", include("lk_addon.planner.urls")),
    path("", include("lk_addon.mailings.urls")),
    path("", include("lk_addon.supervision.urls")),
    path("", include("lk_addon.contracts.urls")),
    path("", include("lk_addon.meetings.urls")),
    path("", include("lk_addon.accounts.urls")),  # before the door's: its password page tells by letter
    path("", include(door_urls(LoginView, layout=DOOR_LAYOUT, home=DOOR_HOME, alarm="accounts:disclosure"))),
]

handler400 = "cms.core.errors.bad_request"
handler403 = "cms.core.errors.forbidden"
handler404 = "cms.core.errors.not_found"
handler500 = "cms.core.errors.server_error"
