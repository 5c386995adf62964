from django.apps import AppConfig

from cms.audit.actions import describe, describe_details, describe_values


class ContractsConfig(AppConfig):
    """Contracts and the control of obligations under them; insurance of members."""

    name = "lk_addon.contracts"
    label = "contracts"
    verbose_name = "Договоры и страхование"

    def ready(self):
        """Connect the receivers and name what the journal tells."""
        from lk_addon.contracts import demo, demo_letters, prepare, public  # noqa: F401, PLC0415 - models are not loaded before
        from lk_addon.contracts.models import Contract  # noqa: PLC0415

        public.connect()
        describe(
            contract={
                "registered": "договор внесён",
                "changed": "договор изменён",
                "withdrawn": "ошибочный договор изъят",
            },
            insurance={"registered": "договор страхования внесён", "changed": "договор страхования изменён"},
            obligation_notice={
                "received": "уведомление о размере обязательств представлено",
                "accepted": "уведомление о размере обязательств принято",
                "returned": "уведомление о размере обязательств возвращено",
            },
            obligations_rule={"saved": "правила учёта обязательств изменены"},
        )
        describe_details(
            contract="договор",
            reason="причина",
            remaining="остаток, ₽",
            late="с опозданием",
            kept="что было внесено",
            price="цена, ₽",
            accepted="принято",
            status="состояние",
            policy="полис",
            until="по",
            ground="основание",
            min_price="минимальная цена, ₽",
            warning_percent="предупреждение, %",
        )
        describe_values(status=dict(Contract.Status.choices))
