"""Addresses of the interface; the public host includes them by ``settings.ADDED_URLCONFS``."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from lk_addon.exchange.api import register, views
from lk_addon.exchange.api.throttling import CallThrottle

app_name = "api"

v1 = [
    path(
        "schema/",
        SpectacularAPIView.as_view(urlconf="lk_addon.exchange.api.urls", throttle_classes=[CallThrottle]),
        name="schema",
    ),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(template_name="lk_addon/exchange/api_docs.html", url_name="api:schema"),
        name="docs",
    ),
    path("register/", register.RegisterView.as_view(), name="register"),
    path("register/<path:number>/", register.EntryView.as_view(), name="entry"),
    path("members/", views.MembersView.as_view(), name="members"),
    path("members/<path:number>/exclusion/", views.ExclusionView.as_view(), name="exclusion"),
    path("members/<path:number>/balance/", views.MemberBalanceView.as_view(), name="member_balance"),
    path("members/<path:number>/", views.MemberView.as_view(), name="member"),
    path("charges/", views.ChargesView.as_view(), name="charges"),
    path("payments/", views.PaymentsView.as_view(), name="payments"),
    path("balances/", views.BalancesView.as_view(), name="balances"),
    path("contributions/", views.ContributionsView.as_view(), name="contributions"),
    path("contracts/", views.ContractsView.as_view(), name="contracts"),
]

urlpatterns = [path("api/v1/", include(v1))]
