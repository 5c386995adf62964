"""What the interface's views share."""

from abc import ABC, abstractmethod

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import status
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from lk_addon.exchange.api.authentication import TokenAuthentication
from lk_addon.exchange.api.errors import Conflict, answer
from lk_addon.exchange.api.paging import Pages
from lk_addon.exchange.api.permissions import HasScope
from lk_addon.exchange.api.throttling import CallThrottle
from lk_addon.registry.models import Member


class Answer:
    """How every view here speaks: by token, in JSON, and so that nobody keeps the answer.

    Set on the views and not for all of REST framework: Wagtail's admin has views of its own in it.
    """

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [CallThrottle]
    renderer_classes = [JSONRenderer]
    parser_classes = [JSONParser]
    read_scope = None
    write_scope = None

    def get_exception_handler(self):
        """Tell errors in one form."""
        return answer

    def finalize_response(self, request, response, *args, **kwargs):
        """Mark every answer, errors too."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


def member_or_404(number):
    """Return the register's entry of that number. Raises Http404."""
    return get_object_or_404(Member, registration_number=number.replace("\0", ""))


class RowsList(Answer, ListAPIView):
    """A list, narrowed and paged."""

    filter_backends = [DjangoFilterBackend]
    pagination_class = Pages


class RowsView(ABC, RowsList):
    """A list to read, and a POST that brings a row once, whatever is sent again.

    Subclasses give ``input_class``, ``said`` (what must be equal for a row to be the same), ``find`` and ``write``.
    """

    input_class = None
    said = ("member", "amount")

    def bring(self, request):
        """Write the row that is sent: 201; 200 with the first one where it was brought before; 409 for another."""
        form = self.input_class(data=request.data)
        form.is_valid(raise_exception=True)
        values = dict(form.validated_data)
        external_id = values.pop("external_id")
        row, number = self.find(external_id), status.HTTP_200_OK
        if row is None:
            try:
                row, number = self.write(external_id, values), status.HTTP_201_CREATED
            except (ValidationError, IntegrityError):
                row = self.find(external_id)  # the same was sent twice at one moment
                if row is None:
                    raise
        if not self.is_same(row, values):
            raise Conflict
        row = self.get_queryset().get(pk=row.pk)
        return Response(self.get_serializer(row).data, status=number)

    def is_same(self, row, values):
        """Say whether the row is the one that is sent."""
        return all(getattr(row, name) == values[name] for name in self.said)

    @abstractmethod
    def find(self, external_id):
        """Return the row that this system brought under that number, None where there is none."""

    @abstractmethod
    def write(self, external_id, values):
        """Store the row by its domain function. Raises ValidationError."""
