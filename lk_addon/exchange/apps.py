from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Data that come from other systems and go to them: imports, exports, the interface for programs."""

    name = "lk_addon.exchange"
    label = "exchange"
    verbose_name = "Обмен данными"

    def ready(self):
        """Connect the receivers, register what can be imported, say where exports are made, name what is journalled."""
        from cms.core import exports  # noqa: PLC0415
        from lk_addon.exchange import journal, prepare, tasks  # noqa: F401, PLC0415 - models are not loaded before
        from lk_addon.exchange.kinds import bank, contracts, finance, members  # noqa: F401, PLC0415

        exports.made_in_background("exchange_export_start")
