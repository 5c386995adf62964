"""The register in the cabinet."""

from django.urls import path

from lk_addon.cabinet.access import service
from lk_addon.registry.extracts.views import ExtractsView, download, issue
from lk_addon.registry.views.funds import FundsView
from lk_addon.registry.views.organization import OrganizationView, StatementView
from lk_addon.registry.views.rights import RightsView

app_name = "registry"
ORGANIZATION = service("organization")

urlpatterns = [
    path("organization/", ORGANIZATION(OrganizationView.as_view()), name="organization"),
    path("organization/change/", ORGANIZATION(StatementView.as_view()), name="statement"),
    path("organization/extracts/", ORGANIZATION(ExtractsView.as_view()), name="extracts"),
    path("organization/extracts/issue/", ORGANIZATION(issue), name="issue_extract"),
    path("organization/extracts/<str:code>/", ORGANIZATION(download), name="extract"),
    path("rights/", service("rights")(RightsView.as_view()), name="rights"),
    path("funds/", service("funds")(FundsView.as_view()), name="funds"),
]
