"""The control department's forms: what they hold is stored by the domain functions."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.cabinet.files import serve_private
from lk_addon.cabinet.stale import WarnsOfOthers
from lk_addon.contracts.domain.contracts import save_contract, save_rule
from lk_addon.contracts.domain.insurance import save_insurance
from lk_addon.contracts.models import ContractControl, InsuranceContract
from lk_addon.files.views import give


class ThroughDomain:
    """Stores the form's row by :meth:`store`; what that refuses is shown above the form."""

    def form_valid(self, form):
        """Store, or show why it cannot be stored."""
        try:
            self.store(form.save(commit=False), actor=self.request.user, changed=form.changed_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, "Сохранено.")
        return redirect(self.index_url)


class StoreContract(ThroughDomain):
    """Contracts."""

    def store(self, row, **fields):
        """Store the contract with its parts."""
        save_contract(contract=row, **fields)


class StoreInsurance(ThroughDomain):
    """Policies."""

    def store(self, row, **fields):
        """Store the policy."""
        save_insurance(insurance=row, **fields)


class StoreRule(ThroughDomain):
    """Rules of counting."""

    def store(self, row, **fields):
        """Store the rule."""
        save_rule(rule=row, actor=self.request.user)


class ContractCreateView(StoreContract, CreateView):
    """A new contract."""


class ContractEditView(WarnsOfOthers, StoreContract, EditView):
    """A correction of a contract, or what happened to it."""


class InsuranceCreateView(StoreInsurance, CreateView):
    """A new policy."""


class InsuranceEditView(WarnsOfOthers, StoreInsurance, EditView):
    """A correction of a policy."""


class RuleCreateView(StoreRule, CreateView):
    """A new rule."""


class RuleEditView(StoreRule, EditView):
    """A correction of a rule."""


@require_safe
@permission_required("contracts.view_contract", raise_exception=True)
def control_file(request, pk):
    """Give the document of a control to the control department."""
    control = get_object_or_404(ContractControl, pk=pk)
    return serve_private(request, control.file, control.file_name)


@require_safe
@permission_required("contracts.view_insurancecontract", raise_exception=True)
def insurance_scan(request, pk):
    """Give the scan of a policy to the control department."""
    policy = get_object_or_404(InsuranceContract, pk=pk)
    if policy.sent_scan:
        return give(request, policy.sent_scan)
    return serve_private(request, policy.scan, policy.scan_name)
