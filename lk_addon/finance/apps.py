from django.apps import AppConfig

from cms.audit.actions import describe, describe_details, describe_values


class FinanceConfig(AppConfig):
    """Membership fees: what was charged, what was paid, what is owed."""

    name = "lk_addon.finance"
    label = "finance"
    verbose_name = "Членские взносы"

    def ready(self):
        """Connect the receivers and name what the journal tells."""
        from lk_addon.finance import demo, prepare  # noqa: F401, PLC0415 - models are not loaded before

        describe(
            fee={
                "charged": "взнос начислен",
                "paid": "оплата взноса записана",
                "saldo_set": "сальдо на дату внесено",
                "reversed": "запись сторнирована",
                "kind_saved": "вид взноса изменён",
                "rate_saved": "размер взноса изменён",
                "reconciled": "составлен акт сверки",
                "no_debt_certified": "выдана справка об отсутствии задолженности",
            }
        )
        describe_details(
            member="член СРО №",
            kind="вид",
            amount="сумма, ₽",
            date="дата",
            document="документ",
            reason="причина",
            source="источник",
            start="с",
            end="по",
            balance="задолженность",
        )
        describe_values(kind={code: name for code, name, _is_penalty in prepare.KINDS})
