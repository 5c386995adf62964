"""Every model of ours is audited, or is on the short list below with the reason why not (REQ-4.1)."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from modelcluster.fields import ParentalKey
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

#: Model → actions that its domain functions write to the journal.
AUDITED = {
    "users.User": {"user.staff_made", "user.staff_changed", "user.password_changed", "user.second_factor_reset"},
    "users.Authenticator": {"user.second_factor_added", "user.second_factor_removed"},
    "users.IdentityCheck": {"user.identified"},
    "users.BackupCodes": {"user.backup_codes_made"},
    "users.SignIn": {"user.signed_in", "user.sign_in_refused", "user.session_ended", "user.other_sessions_ended"},
    "drafts.DraftLink": {"draft_link.given", "draft_link.revoked"},
    "regulations.PublicationRecord": {"edition.published", "edition.publication_refused"},
    "cabinet.Feedback": {"feedback.sent", "feedback.handled", "feedback.passed"},
    "cabinet.ServiceSwitch": {"service.off", "service.on"},
    "registry.Extract": {"extract.issued"},
    "exchange.ApiToken": {"api_token.issued", "api_token.revoked"},
    "exchange.ExportRun": {"export.requested", "export.made", "export.downloaded", "export.expired"},
    "exchange.ImportRun": {"import_run.uploaded", "import_run.applied", "import_run.undone"},
    "registry.Member": {"member.registered", "member.changed", "member.excluded"},
    "accounts.AccessApplication": {"application.received", "application.checked", "application.refused"},
    "registry.RightDecision": {"right.granted", "right.suspended", "right.decision_cancelled"},
    "registry.ResponsibilityLevel": {"level.terms_saved"},
    "registry.LegalTerm": {"term.saved"},
    "registry.MemberLevel": {"level.set", "level.withdrawn"},
    "registry.FundContribution": {"contribution.recorded", "contribution.annulled"},
    "accounts.Mandate": {
        "application.invited",
        "mandate.extended",
        "mandate.permissions_changed",
        "mandate.suspended",
        "mandate.resumed",
        "mandate.revoked",
    },
    "accounts.PowerOfAttorney": {"power.received", "power.confirmed", "power.ended"},
    "accounts.Invitation": {"invitation.issued", "invitation.accepted", "credentials.replaced"},
    "accounts.Consent": {"invitation.accepted", "consent.given", "consent.withdrawn"},
    "accounts.ContactState": {"contacts.confirmed", "contacts.failed", "contacts.settled"},
    "accounts.EmailChange": {"contacts.email_asked", "contacts.email_cancelled", "contacts.email_changed"},
    "accounts.PasswordDisclosure": {"disclosure.reported", "disclosure.handled"},
    "mailings.Mailing": {"mailing.confirmed", "mailing.sent", "mailing.stopped", "mailing.tested"},
    "mailings.OptOut": {"mail_wishes.changed", "mail_wishes.refused"},
    "planner.CalendarAddress": {"calendar_address.given", "calendar_address.revoked"},
    "accounts.AccountBlock": {"account.blocked", "account.unblocked", "member_access.blocked"},
    "signatures.SignatureCheck": {"signature.check_asked", "signature.checked"},
    "signatures.TrustedCertificate": {"trust.added", "trust.removed"},
    "signatures.TimestampAuthority": {"trust.added", "trust.removed"},
    "signatures.RevocationList": {"crl.stored"},
    "finance.Movement": {"fee.charged", "fee.paid", "fee.saldo_set", "fee.reversed"},
    "finance.FeeKind": {"fee.kind_saved"},
    "finance.FeeRate": {"fee.rate_saved"},
    "contracts.Contract": {"contract.registered", "contract.changed"},
    "contracts.InsuranceContract": {"insurance.registered", "insurance.changed"},
    "contracts.ObligationsRule": {"obligations_rule.saved"},
    "contracts.ObligationNotice": {"obligation_notice.received", "obligation_notice.accepted"},
    "correspondence.Thread": {"thread.assigned", "thread.handed_over", "thread.withdrawn"},
    "correspondence.Letter": {"letter.sent"},
    "correspondence.Attachment": {"letter.sent"},
    "correspondence.AttachedSignature": {"letter.sent"},
    "correspondence.Registration": {"letter.registered"},
    "correspondence.Draft": {"draft.discarded"},
    "correspondence.ThreadNote": {"thread.noted"},
    "correspondence.SubmissionKind": {"kind.saved"},
    "correspondence.KindTerms": {"kind.terms_saved"},
    "correspondence.ReplyTemplate": {"reply_template.saved"},
    "correspondence.Notice": {"notice.saved", "notice.confirmed", "notice.sent", "notice.stopped"},
    "correspondence.UnavailabilityCertificate": {"unavailability.certified"},
    "correspondence.ThreadArchive": {"thread_archive.requested", "thread_archive.made", "thread_archive.downloaded"},
    "correspondence.Undertaking": {"undertaking.given", "undertaking.taken_back", "undertaking.fulfilled"},
    "files.StoredFile": {"file.received", "file.downloaded", "file.scanned", "file.infected", "file.cleared"},
    "meetings.Meeting": {"meeting.saved", "meeting.announced", "meeting.voting_opened", "meeting.results_approved"},
    "meetings.Attendance": {"attendance.registered", "attendance.struck"},
    "meetings.Ballot": {"ballot.cast", "ballot.withdrawn", "ballot.entered", "ballot.read"},
    "meetings.HallCount": {"meeting.hall_counted"},
    "meetings.ItemResult": {"meeting.results_approved"},
    "meetings.MeetingTerms": {"meeting_terms.saved"},
    "supervision.ReportForm": {"report_form.saved", "report_form.copied", "report_form.closed"},
    "supervision.InspectionPlan": {"plan.saved", "plan.filled", "plan.published"},
    "supervision.Inspection": {"inspection.planned", "inspection.notified", "inspection.act_issued", "plan.filled"},
    "supervision.InspectionSubject": {"inspection_subject.saved"},
    "supervision.RequestedDocument": {"inspection.document_received", "inspection.document_returned"},
    "supervision.Violation": {"inspection.act_issued", "inspection.violation_cured"},
    "supervision.DisciplinaryAction": {"inspection.discipline", "measure.lifted", "measure.fulfilled"},
    "supervision.ControlTerms": {"control_terms.saved"},
    "supervision.AnnualReport": {"report.received", "report.accepted"},
    "supervision.ReportVersion": {"report.received"},
    "supervision.ReportRemark": {"report.returned"},
    "supervision.Specialist": {"specialist.added", "specialist.changed", "specialist.left"},
    "supervision.SpecialistDocument": {"specialist.document_added", "specialist.document_read"},
}

EXEMPT = {
    "audit.AuditEntry": "is the journal",
    "outbox.OutboxMessage": "work in progress: what it does is audited where it is done",
    "users.BackupCode": "part of BackupCodes",
    "users.PasskeyHost": "part of a passkey, whose coming and going is audited",
    "news.NewsTag": "a word; what carries it stands in the history of the page",
    "regulations.Clause": "made from an edition's text, whose publication is audited",
    "mailings.Delivery": "part of Mailing",
    "registry.MemberHead": "part of Member",
    "contracts.Amendment": "part of Contract",
    "contracts.AcceptanceAct": "part of Contract",
    "contracts.Claim": "part of Contract",
    "contracts.ContractNotice": "made from contracts and letters, which are audited",
    "contracts.ContractControl": "part of Contract",
    "exchange.ImportRow": "part of ImportRun; what it writes is audited where it is written",
    "accounts.MandateReminder": "marks a letter as queued; the letter and its Message-ID are kept by post_office",
    "cabinet.SavedList": "an employee's own bookmark",
    "correspondence.DraftFile": "a part of a Draft",
    "correspondence.Effect": "is a record itself: which row was written upon which letter, append-only",
    "correspondence.NumberSeries": "the last number given; each number is told with the letter that bears it",
    "correspondence.Reading": "is a journal itself: who has opened what and when, append-only",
    "correspondence.NoticeDelivery": "part of Notice; each letter is told as it is written",
    "correspondence.LetterAlert": "that the mails about a letter are queued: post_office keeps them",
    "correspondence.FileAlert": "that an infected file was told of: the file's own entry says that it is",
    "correspondence.TermReminder": "that a reminder is queued: post_office keeps the mail",
    "files.Upload": "a file on its way in; its coming in whole, or its refusal, is audited",
    "registry.WorkRight": "made from the decisions, which are audited",
    "registry.RegistryChange": "is itself a journal, written with the audited change",
    "supervision.PresentedFile": "part of RequestedDocument",
    "meetings.AgendaItem": "part of Meeting",
    "meetings.Material": "part of Meeting",
    "meetings.ElectorEntry": "written by meeting.voting_opened, as many as it says",
    "supervision.InspectionStep": "the way of an inspection, each step of which is audited",
    "registry.RegisterFile": "a copy of what is public",
    "registry.RegisterRow": "made from a Member, whose changes are audited",
}

OUR_APPS = ("cms.", "home.", "lk_addon.")


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith(OUR_APPS) and not model._meta.proxy]


def in_wagtails_history(model):
    """Pages, settings and snippets, and what is edited with them: Wagtail writes a log entry for each act."""
    parents = [field.related_model for field in model._meta.get_fields() if isinstance(field, ParentalKey)]
    edited = issubclass(model, (Page, BaseGenericSetting, BaseSiteSetting)) or model in get_snippet_models()
    return edited or any(map(in_wagtails_history, parents))


@pytest.mark.req("REQ-4.1")
def test_every_model_is_audited_or_exempt():
    loose = {
        model._meta.label
        for model in our_models()
        if not in_wagtails_history(model) and model._meta.label not in AUDITED.keys() | EXEMPT.keys()
    }
    assert loose == set()


@pytest.mark.req("REQ-4.1")
def test_the_lists_name_living_models_and_actions():
    installed = {config.label for config in apps.get_app_configs()}
    listed = {label for label in AUDITED.keys() | EXEMPT.keys() if label.partition(".")[0] in installed}
    assert listed <= {model._meta.label for model in our_models()}
    assert not AUDITED.keys() & EXEMPT.keys()
    sources = (
        path for folder in ("cms", "home", "lk_addon") for path in (Path(settings.BASE_DIR) / folder).rglob("*.py")
    )
    said = set().union(*(re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8")) for path in sources))
    assert set().union(*AUDITED.values()) <= said
