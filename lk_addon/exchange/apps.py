from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Data that come from other systems and go to them: imports, exports, the interface for programs."""

    name = "lk_addon.exchange"
    label = "exchange"
    verbose_name = "Обмен данными"

    def ready(self):
        """Connect the receivers, register the kinds of import, name what the journal tells."""
        from lk_addon.exchange import journal, prepare, tasks  # noqa: F401, PLC0415 - models are not loaded before
        from lk_addon.exchange.kinds import bank, contracts, finance, members  # noqa: F401, PLC0415
