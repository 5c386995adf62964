"""The register in the cabinet."""

from django.urls import path

from lk_addon.registry.extracts.views import ExtractsView, download, issue
from lk_addon.registry.views.funds import FundsView
from lk_addon.registry.views.organization import OrganizationView, StatementView
from lk_addon.registry.views.rights import RightsView

app_name = "registry"
urlpatterns = [
    path("organization/", OrganizationView.as_view(), name="organization"),
    path("organization/change/", StatementView.as_view(), name="statement"),
    path("organization/extracts/", ExtractsView.as_view(), name="extracts"),
    path("organization/extracts/issue/", issue, name="issue_extract"),
    path("organization/extracts/<str:code>/", download, name="extract"),
    path("rights/", RightsView.as_view(), name="rights"),
    path("funds/", FundsView.as_view(), name="funds"),
]
