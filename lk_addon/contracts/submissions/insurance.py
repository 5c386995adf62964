"""What follows from a policy that a member sends: its scan is demanded, staff accept it or send it back."""

from django.core.exceptions import ValidationError

from lk_addon.contracts.domain.insurance import save_insurance
from lk_addon.contracts.submissions.insurance_form import (
    NOT_SCANNED,
    SCANS,
    PolicyForm,
    PolicyRequestForm,
    policy_in,
)
from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.forms.fields import RemarkForm
from lk_addon.correspondence.kinds import Decision, FormOfKind


def scan_of(letter):
    """Return the StoredFile that shows the policy, the first scan of ``letter``; None where there is none."""
    files = (attachment.file for attachment in letter.attachments.select_related("file"))
    return next((file for file in files if file.extension in SCANS), None)


def demand_scan(*, letter, cleaned_data, actor):
    """Refuse a policy without a picture of its signatures and seals (регламент п. 3.2.2)."""
    if scan_of(letter) is None:
        raise ValidationError(NOT_SCANNED, code="scan")


def accept(*, letter, actor):
    """Enter the policy of ``letter`` with its scan. Raises ValidationError where it is there already."""
    policy, scan = policy_in(letter), scan_of(letter)
    if scan is not None and not scan.is_readable:
        raise ValidationError("Скан ещё не проверен антивирусом. Примите договор, когда проверка закончится.")
    policy.sent_scan = scan
    save_insurance(insurance=policy, actor=actor, changed=["new"], ground=f"письмо {letter}")
    note_effect(letter=letter, row=policy, said=f"Договор страхования {policy} учтён")


def return_policy(*, letter, remark, actor):
    """Send the policy back: nothing was entered, the remark stands in the letter to the member."""


def tells_of_a_policy(letter):
    """Whether ``letter`` holds a policy and not a question alone."""
    return bool(letter.fields.get("policy_no"))


ACCEPT = Decision(
    "accept",
    "Принять договор страхования",
    act=accept,
    permission="contracts.add_insurancecontract",
    explanation="Договор появится в кабинете члена СРО и в открытом реестре, напоминания пойдут от его срока.",
    applies=tells_of_a_policy,
)
RETURN = Decision(
    "return",
    "Вернуть с замечаниями",
    act=return_policy,
    form=RemarkForm,
    permission="contracts.add_insurancecontract",
    explanation="Член СРО исправит сведения или скан и пришлёт снова; срок ответа СРО остановится.",
    applies=tells_of_a_policy,
    returns=True,
)

PAGE = "lk_addon/contracts/submissions/policy.html"
INSURANCE = FormOfKind("insurance", PolicyRequestForm, template=PAGE, decisions=(ACCEPT, RETURN))
INSURANCE_DOC = FormOfKind("insurance_doc", PolicyForm, template=PAGE, on_sent=demand_scan, decisions=(ACCEPT, RETURN))
