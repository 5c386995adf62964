"""The public register as JSON: what ``registry.public.fields`` makes public and nothing else; no token."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from lk_addon.exchange.api.base import Answer, RowsList
from lk_addon.exchange.api.fields import money_field
from lk_addon.exchange.api.filters import RegisterFilter
from lk_addon.exchange.api.serializers import ProblemSerializer
from lk_addon.registry.models import Fund, FundContribution, Member, RegisterRow
from lk_addon.registry.public import fields

PUBLIC = (*fields.IDENTITY, *fields.PLACE, *fields.MEMBERSHIP)


def entries():
    """Return the rows of the register with all that an answer tells of each."""
    counted = Prefetch("member__fund_contributions", FundContribution.objects.filter(annulled_at=None), "counted")
    rows = RegisterRow.objects.defer("words", "numbers", "vector").select_related("member")
    return rows.prefetch_related("member__heads", counted)


class PublicMemberSerializer(serializers.ModelSerializer):
    """The public fields; one that is not public of a member of this type is empty."""

    class Meta:
        model = Member
        fields = [field.name for field in (*PUBLIC, *fields.TERMINATION)]
        read_only_fields = fields

    def to_representation(self, member):
        """Empty what is not to be told."""
        said = super().to_representation(member)
        for field in PUBLIC:
            if not field.is_of(member):
                said[field.name] = ""
        if member.is_acting():
            for field in fields.TERMINATION:
                said[field.name] = None
        return said


class PublicHeadSerializer(serializers.Serializer):
    """Who acts for the member today."""

    full_name = serializers.CharField()
    position = serializers.CharField()


class EntrySerializer(serializers.ModelSerializer):
    """An entry of the register as the public page shows it."""

    is_acting = serializers.BooleanField(source="member.is_acting")
    member = PublicMemberSerializer()
    heads = PublicHeadSerializer(many=True, source="member.current_heads")
    vv_paid = serializers.SerializerMethodField()
    odo_paid = serializers.SerializerMethodField()

    class Meta:
        model = RegisterRow
        fields = [
            "is_acting",
            "member",
            "heads",
            "region",
            "has_simple",
            "has_dangerous",
            "has_nuclear",
            "has_competitive",
            "is_suspended",
            "vv_level",
            "vv_paid",
            "odo_level",
            "odo_paid",
            "changed_at",
        ]
        read_only_fields = fields

    def get_vv_paid(self, row) -> str:
        """What was paid into КФ ВВ, roubles."""
        return self._paid(row, Fund.VV)

    def get_odo_paid(self, row) -> str:
        """What was paid into КФ ОДО, roubles."""
        return self._paid(row, Fund.ODO)

    @staticmethod
    def _paid(row, fund):
        return money_field().to_representation(sum(one.amount for one in row.member.counted if one.fund == fund))


class Public:
    """Open to everybody."""

    authentication_classes = []
    permission_classes = [AllowAny]


class RegisterView(Public, RowsList):
    """The public register of members."""

    queryset = entries()
    serializer_class = EntrySerializer
    filterset_class = RegisterFilter


class EntryView(Public, Answer, APIView):
    """One public entry."""

    @extend_schema(responses={200: EntrySerializer, 404: ProblemSerializer})
    def get(self, request, number):
        """Show it."""
        row = get_object_or_404(entries(), member__registration_number=number.replace("\0", ""))
        return Response(EntrySerializer(row).data)
