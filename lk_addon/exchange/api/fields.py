"""How serializers name rows of ours."""

from rest_framework import serializers

from lk_addon.finance.models import FeeKind
from lk_addon.registry.models import Member

EXTERNAL_ID_LENGTH = 60


class CodeField(serializers.SlugRelatedField):
    """A row by its code or number; characters that no text may hold are refused, as in any other field."""

    default_error_messages = {"does_not_exist": "«{value}» не найдено."}

    def to_internal_value(self, data):
        """Check the text, then find the row."""
        return super().to_internal_value(serializers.CharField().run_validation(data))


def member_field():
    """Return a field for a member by its number in the register."""
    return CodeField(
        slug_field="registration_number", queryset=Member.objects.all(), help_text="Номер в реестре членов СРО."
    )


def fee_kind_field():
    """Return a field for a kind of fee by its code."""
    return CodeField(slug_field="code", queryset=FeeKind.objects.all(), help_text="Код вида взноса.")


def money_field(**options):
    """Return a field for roubles with kopecks, written as text."""
    return serializers.DecimalField(max_digits=18, decimal_places=2, **options)


def external_id_field():
    """Return the field that makes a second call bring nothing twice."""
    return serializers.CharField(
        max_length=EXTERNAL_ID_LENGTH, help_text="Постоянный номер записи в вашей системе. Повтор не создаст второй."
    )


class OwnNumberField(serializers.CharField):
    """The number that the calling system gave to a row; those of other systems are not shown."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value):
        """Take the mark of the system off."""
        mark = f"{self.context['request'].auth.source}:"
        return value.removeprefix(mark) if value.startswith(mark) else ""
