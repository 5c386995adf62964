"""The interface for other programs."""

# Wagtail's admin has REST views of its own: what holds for ours stands in lk_addon.exchange.api.base, not here.
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": "СРО СОЮЗ «Содружество строителей»: обмен с учётными системами",
    "DESCRIPTION": "Суммы — строки с точкой и копейками, даты — ISO 8601. Ошибки — application/problem+json.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ContributionKindEnum": "lk_addon.registry.models.FundContribution.Kind",
        "ContractKindEnum": "lk_addon.contracts.models.Contract.Kind",
        "TerminationGroundEnum": "lk_addon.registry.models.Member.Ground",
        "ExclusionGroundEnum": "lk_addon.exchange.api.serializers.EXCLUSION_GROUNDS",
    },
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # it would describe Wagtail's views too; a test describes ours
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
