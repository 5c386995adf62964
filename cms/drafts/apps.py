from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Links that show a draft to somebody without an account, until they expire or are revoked."""

    name = "cms.drafts"
    label = "drafts"
    verbose_name = "Ссылки на черновики"
