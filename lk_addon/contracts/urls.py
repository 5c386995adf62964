"""Contracts and insurance in the cabinet."""

from django.urls import path
from django.views.decorators.http import require_safe

from lk_addon.cabinet.access import service
from lk_addon.contracts import views

app_name = "contracts"
urlpatterns = [
    path("contracts/", service("contracts")(views.ContractsView.as_view()), name="contracts"),
    path("contracts/<int:pk>/", service("contracts")(views.ContractView.as_view()), name="contract"),
    path(
        "contracts/controls/<int:pk>/file/",
        service("contracts")(require_safe(views.control_file)),
        name="control_file",
    ),
    path("insurance/", service("insurance")(views.InsuranceView.as_view()), name="insurance"),
    path("insurance/<int:pk>/scan/", service("insurance")(require_safe(views.insurance_scan)), name="insurance_scan"),
]
