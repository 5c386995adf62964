"""What goes in and out of the interface; the rules are the domain functions'."""

from rest_framework import serializers

from lk_addon.contracts.models import Contract
from lk_addon.exchange.api.fields import (
    OwnNumberField,
    external_id_field,
    fee_kind_field,
    member_field,
    money_field,
)
from lk_addon.finance.models import Movement
from lk_addon.registry.models import Fund, FundContribution, Member, MemberHead

#: Entering by mistake is undone by staff, never by a program.
EXCLUSION_GROUNDS = [choice for choice in Member.Ground.choices if choice[0] != Member.Ground.MISTAKE]


class HeadSerializer(serializers.ModelSerializer):
    """Who acts for a member without a power of attorney."""

    class Meta:
        model = MemberHead
        fields = ["position", "full_name", "since", "until"]


class MemberSerializer(serializers.ModelSerializer):
    """An entry of the register."""

    is_acting = serializers.BooleanField(read_only=True)
    heads = HeadSerializer(many=True, read_only=True)

    class Meta:
        model = Member
        fields = [
            "registration_number",
            "unified_number",
            "is_acting",
            "member_type",
            "full_name",
            "short_name",
            "inn",
            "ogrn",
            "kpp",
            "state_registration_date",
            "address",
            "phones",
            "email",
            "registered_at",
            "admission_body",
            "admission_protocol_no",
            "admission_date",
            "compliance",
            "terminated_at",
            "termination_ground",
            "termination_document",
            "heads",
            "updated_at",
        ]
        read_only_fields = fields


class ExclusionSerializer(serializers.Serializer):
    """The end of a membership."""

    terminated_at = serializers.DateField(help_text="День прекращения членства; наступивший закрывает кабинет сразу.")
    termination_ground = serializers.ChoiceField(choices=EXCLUSION_GROUNDS)
    termination_document = serializers.CharField(max_length=300, help_text="Решение: орган, номер протокола, дата.")


class MovementSerializer(serializers.ModelSerializer):
    """A line of the ledger."""

    member = serializers.CharField(source="member.registration_number", read_only=True)
    kind = serializers.CharField(source="kind.code", read_only=True)
    reverses = serializers.PrimaryKeyRelatedField(read_only=True, help_text="Какую запись сторнирует.")

    class Meta:
        model = Movement
        fields = [
            "id",
            "member",
            "kind",
            "type",
            "date",
            "amount",
            "effect",
            "period_start",
            "period_end",
            "due_on",
            "document",
            "note",
            "reverses",
            "source",
            "external_id",
            "created_at",
        ]
        read_only_fields = fields


class PaymentInputSerializer(serializers.Serializer):
    """A payment to be recorded."""

    external_id = external_id_field()
    member = member_field()
    kind = fee_kind_field()
    amount = money_field()
    date = serializers.DateField()
    document = serializers.CharField(max_length=200, required=False, allow_blank=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ChargeInputSerializer(PaymentInputSerializer):
    """A charge to be recorded."""

    period_start = serializers.DateField(required=False, allow_null=True)
    period_end = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)

    def validate(self, attrs):
        """Make one period of its two ends; it has both or neither."""
        start, end = attrs.pop("period_start", None), attrs.pop("period_end", None)
        if (start is None) != (end is None):
            raise serializers.ValidationError({"period_end": "Укажите и начало, и конец периода."})
        return attrs | {"period": (start, end) if start else None}


class BalanceInputSerializer(PaymentInputSerializer):
    """A balance to be stated; more than zero is a debt."""


class ContributionSerializer(serializers.ModelSerializer):
    """A contribution to a compensation fund."""

    member = serializers.CharField(source="member.registration_number", read_only=True)
    external_id = OwnNumberField()

    class Meta:
        model = FundContribution
        fields = [
            "id",
            "member",
            "fund",
            "kind",
            "paid_on",
            "amount",
            "document",
            "external_id",
            "recorded_at",
            "annulled_at",
            "annulment_reason",
        ]
        read_only_fields = fields


class ContributionInputSerializer(serializers.Serializer):
    """A contribution to be recorded."""

    external_id = external_id_field()
    member = member_field()
    fund = serializers.ChoiceField(choices=Fund.choices)
    kind = serializers.ChoiceField(choices=FundContribution.Kind.choices)
    paid_on = serializers.DateField()
    amount = money_field()
    document = serializers.CharField(max_length=300)


class ContractSerializer(serializers.ModelSerializer):
    """A contract with what it comes to today."""

    member = serializers.CharField(source="member.registration_number", read_only=True)
    external_id = OwnNumberField()
    price_now = money_field(read_only=True, help_text="С учётом дополнительных соглашений.")
    end_now = serializers.DateField(read_only=True, allow_null=True)
    accepted = money_field(read_only=True, help_text="Принято по актам.")
    remaining = money_field(read_only=True, help_text="Осталось исполнить.")
    counted = serializers.BooleanField(read_only=True, help_text="Входит ли в совокупный размер обязательств.")

    class Meta:
        model = Contract
        fields = [
            "id",
            "member",
            "number",
            "date",
            "kind",
            "role",
            "procurement",
            "notice_no",
            "registry_no",
            "ikz",
            "customer_name",
            "customer_inn",
            "customer_kind",
            "object_name",
            "object_address",
            "category",
            "work_kind",
            "price",
            "price_now",
            "start",
            "end",
            "end_now",
            "status",
            "closed_on",
            "accepted",
            "remaining",
            "counted",
            "external_id",
            "updated_at",
        ]
        read_only_fields = fields


class ContractInputSerializer(serializers.ModelSerializer):
    """A contract to be entered as it was concluded; what follows upon it staff enter."""

    external_id = external_id_field()
    member = member_field()

    class Meta:
        model = Contract
        fields = [
            "external_id",
            "member",
            "number",
            "date",
            "kind",
            "role",
            "procurement",
            "notice_no",
            "registry_no",
            "ikz",
            "customer_name",
            "customer_inn",
            "customer_kind",
            "object_name",
            "object_address",
            "category",
            "work_kind",
            "price",
            "start",
            "end",
        ]
        validators = []  # a contract that is there already is looked for by its external_id first


class KindBalanceSerializer(serializers.Serializer):
    """How a member stands in one kind of fee."""

    kind = serializers.CharField(source="code")
    name = serializers.CharField()
    opening = money_field(help_text="На сколько сальдо изменили внесённые сальдо на дату.")
    charged = money_field()
    paid = money_field()
    balance = money_field()


class MemberBalanceSerializer(serializers.Serializer):
    """How a member stands at the end of a day."""

    on = serializers.DateField()
    balance = money_field(help_text="Больше нуля — задолженность, меньше — переплата.")
    overdue = money_field(help_text="Из неё с наступившим сроком оплаты.")
    kinds = KindBalanceSerializer(many=True)


class BalanceDaySerializer(serializers.Serializer):
    """For which day a balance is asked."""

    on = serializers.DateField(required=False, help_text="День, на конец которого нужно сальдо; по умолчанию сегодня.")


class ProblemSerializer(serializers.Serializer):
    """An error."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(required=False)
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)
