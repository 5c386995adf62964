"""Acts of the accounting department upon the ledger."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.cabinet.staff import ActView
from lk_addon.finance.domain.kinds import save_kind, save_rate
from lk_addon.finance.domain.movements import charge, record_opening_balance, record_payment, reverse
from lk_addon.finance.forms import ReversalForm
from lk_addon.finance.models import Charge, Payment


class RecordView(CreateView):
    """A form whose line is written by a domain function; what that refuses is shown above the form."""

    def form_valid(self, form):
        """Write the line, or show why it cannot be written."""
        try:
            self.record(actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, "Записано.")
        return redirect(self.index_url)


class ChargeCreateView(RecordView):
    """A charge."""

    def record(self, *, period_start, period_end, **fields):
        """Charge; a period has both of its ends or is not given."""
        if bool(period_start) != bool(period_end):
            raise ValidationError("Укажите и начало, и конец периода.")
        charge(period=(period_start, period_end) if period_start else None, **fields)


class PaymentCreateView(RecordView):
    """A payment."""

    def record(self, **fields):
        """Record it."""
        record_payment(**fields)


class OpeningBalanceCreateView(RecordView):
    """A balance that the accounting system states."""

    def record(self, *, date, **fields):
        """State it."""
        record_opening_balance(on=date, **fields)


class ReverseView(ActView):
    """Take a line back; it stays, and a line of the opposite sign joins it."""

    form_class = ReversalForm
    title = "Сторнирование"
    explanation = "Запись останется, рядом появится такая же с обратным знаком и вашей причиной."
    button = "Сторнировать"
    done = "Запись сторнирована."
    dangerous = True

    def act(self, form):
        """Reverse."""
        reverse(movement=self.object, actor=self.request.user, **form.cleaned_data)


class ReverseChargeView(ReverseView):
    """Take a charge back."""

    model = Charge
    permission_required = "finance.reverse_charge"


class ReversePaymentView(ReverseView):
    """Take a payment back."""

    model = Payment
    permission_required = "finance.reverse_payment"


class KindThroughDomain:
    """A kind of fee is stored by its domain function."""

    def form_valid(self, form):
        """Store."""
        save_kind(kind=form.save(commit=False), actor=self.request.user, changed=form.changed_data)
        messages.success(self.request, "Сохранено.")
        return redirect(self.index_url)


class KindCreateView(KindThroughDomain, CreateView):
    """A new kind."""


class KindEditView(KindThroughDomain, EditView):
    """A correction of a kind."""


class RateThroughDomain:
    """The size of a fee is stored by its domain function."""

    def form_valid(self, form):
        """Store."""
        save_rate(rate=form.save(commit=False), actor=self.request.user, changed=form.changed_data)
        messages.success(self.request, "Сохранено.")
        return redirect(self.index_url)


class RateCreateView(RateThroughDomain, CreateView):
    """A new size."""


class RateEditView(RateThroughDomain, EditView):
    """A correction of a size."""
