"""Two members with one row of everything, told apart by canaries: words that stand in no other data.

What an address may name is made here: a model that comes into addresses joins :func:`estate`, and its words join
the ``rooms`` of the back office, by which staff of other rooms are tried.
"""

import html
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from types import SimpleNamespace
from urllib.parse import quote
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils import timezone

from cms.drafts.domain import give_link
from cms.users.models import Authenticator, IdentityCheck, SignIn
from home.outages.domain import announce
from home.pages.models import HomePage
from lk_addon.accounts.domain.blocks import block_account, lift_block
from lk_addon.accounts.domain.contacts import ask_for_email, confirm_contacts
from lk_addon.accounts.domain.invitations import issue_invitation
from lk_addon.accounts.models import AccountBlock, Basis, Consent, PasswordDisclosure, PowerOfAttorney
from lk_addon.accounts.tokens import activation_token, email_token
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.cabinet.models import Feedback, SavedList
from lk_addon.contracts.models import ContractControl, ContractNotice, ObligationNotice, ObligationsRule
from lk_addon.correspondence.domain.answering import ask
from lk_addon.correspondence.domain.certificates import issue_certificate
from lk_addon.correspondence.models import (
    AttachedSignature,
    Attachment,
    DraftFile,
    Notice,
    NoticeDelivery,
    ReplyTemplate,
    Undertaking,
)
from lk_addon.exchange.domain import imports
from lk_addon.exchange.domain.tokens import issue_token
from lk_addon.exchange.models import ExportRun, Scope
from lk_addon.files.domain.uploads import begin
from lk_addon.files.models import StoredFile
from lk_addon.finance.models import FeeRate
from lk_addon.mailings.keys import refusal_key
from lk_addon.mailings.models import Category, Mailing
from lk_addon.meetings.models import AgendaItem, Attendance, Ballot, ElectorEntry, Material, Meeting
from lk_addon.planner.domain.addresses import give_address
from lk_addon.registry.domain.rights import grant_right
from lk_addon.registry.extracts.domain import issue_extract
from lk_addon.registry.models import Category as RightCategory
from lk_addon.registry.models import Fund
from lk_addon.registry.models.extract import Extract
from lk_addon.signatures.models import RevocationList, SignatureCheck, TimestampAuthority, TrustedCertificate
from lk_addon.supervision.domain.outcome import discipline
from lk_addon.supervision.models import PresentedFile
from tests.factories import contracts, finance, supervision
from tests.factories.accounts import MandateFactory
from tests.factories.correspondence import draft, sent_letter, stored_file
from tests.factories.files import PDF
from tests.factories.registry import MemberFactory
from tests.factories.regulations import edition, regulation
from tests.factories.rights import give_level, minutes
from tests.lk_addon.exchange.conftest import HEAD, workbook
from tests.lk_addon.test_no_personal_data import texts_of
from tests.scenarios import people


def twins():
    """Return the scene of :func:`tests.scenarios.people` with ``a`` and ``b``: one of everything for two members."""
    scene = people()
    edition(regulation(slug="lichnyy-kabinet", title="Регламент"), days=-10)
    scene.consent = edition(regulation(slug="soglasie-pdn", title="Согласие"), days=-10)
    scene.a = estate("Аквамарин", "0911", 1, scene)
    scene.b = estate("Бирюза", "0922", 2, scene)
    scene.page = HomePage.objects.get()
    give_link(page=scene.page, days=3, actor=scene.editor)
    FeeRate.objects.create(kind=finance.fee_kind(), valid_from=date(2025, 1, 1), amount=Decimal(1))
    ObligationsRule.objects.get_or_create(valid_from=date(2025, 1, 1))
    return scene


def estate(word, number, order, scene):
    """Make a member, three who act for it, and one row of everything; ``order`` keeps the numbers of two apart."""
    own = SimpleNamespace(word=word, order=order)
    own.member = MemberFactory(
        short_name=f"ООО «{word}»", registration_number=number, email=f"office-{order}@example.com"
    )
    own.amount = Decimal(f"{order}654{order}21.{order}7")
    _people(own, scene.consent)
    _register(own)
    _contracts(own)
    _control(own)
    _letters(own)
    _meetings(own)
    _office(own, scene)
    _outages(own)
    member = own.member
    own.rooms = {
        "register": [f"Правление {word}", own.extract.code],
        "access": [own.user.email, own.user.last_name, own.user.phone, f"Повод {word}", f"Представлять {word}"],
        "ledger": [f"Квитанция {word}", amount_of(own.amount)],
        "contracts": [f"Д-{word}", f"Школа {word}", f"Контроль {word}", f"П-{word}", f"Полис {word}"],
        "control": [
            f"АКТ-{word}",
            f"Устав {word}",
            f"Часть {word}",
            f"Решение {word}",
            f"Отчёт {word}",
            f"Мастеров{word}",
            own.nrs,
        ],
        "mailings": [f"Тема {word}"],
        "letters": [f"Подписант{word}", f"Вопрос {word}", f"Обещание {word}"],
        "notices": [f"Извещение {word}"],
        "meetings": [f"Семинар {word}", f"Тезисы {word}", f"Явившийся{word}"],
    }
    own.public = [word, member.inn, member.ogrn, member.email]
    own.canaries = [*own.public, *chain(*own.rooms.values()), own.head.login_label]
    return own


def _people(own, consent):
    # Other numbers of colleagues for each of the two: a number of one is nobody's of the other.
    first = own.order * 10
    own.head = MandateFactory(member=own.member, label_number=first, user__last_name=f"Головин{own.word}")
    own.user = own.head.user
    own.user.phone = f"+7 (000) {own.order}00-55-4{own.order}"
    own.user.save()
    proxy = {"basis": Basis.POWER, "basis_number": "1", "member": own.member}
    own.colleague = MandateFactory(label_number=first + 1, permissions=["see", "submit"], **proxy)
    own.reader = MandateFactory(label_number=first + 2, permissions=["see"], **proxy)
    for mandate in (own.head, own.colleague, own.reader):
        Authenticator.objects.create(user=mandate.user, name="default")
    own.application = own.head.application
    power, signed = (stored_file(own.member, name=f"МЧД {own.word}{end}", user=own.user) for end in (".xml", ".sig"))
    PowerOfAttorney.objects.create(
        mandate=own.colleague,
        document=power,
        signature=signed,
        number=uuid4(),
        issued_on=date(2025, 4, 1),
        valid_to=date(2031, 4, 1),
        principal_inn=own.member.inn,
        powers=f"Представлять {own.word}",
    )
    own.sign_in = SignIn.objects.create(user=own.user, outcome=SignIn.Outcome.ADMITTED)
    Consent.objects.create(user=own.user, kind=Consent.Kind.PERSONAL_DATA, edition=consent, content_hash="1")
    confirm_contacts(user=own.user)
    own.calendar = give_address(mandate=own.head, actor=own.user)
    own.refusal = refusal_key(own.user, Category.EVENTS)
    own.activation = activation_token(issue_invitation(mandate=own.colleague, actor=None))
    change = ask_for_email(
        user=own.user,
        email=f"other-{own.order}@example.com",
        third_party=False,
        ip_address="192.0.2.1",
        user_agent="",
    )
    own.email_key = email_token(change)


def _register(own):
    decision = minutes() | {"body": f"Правление {own.word}"}
    grant_right(member=own.member, categories=(RightCategory.SIMPLE,), actor=None, **decision)
    give_level(own.member, Fund.VV, 1, Decimal(100_000))
    own.extract = issue_extract(member=own.member, way=Extract.Way.CABINET, actor=None)


def _contracts(own):
    finance.charged(own.member, own.amount, document=f"Квитанция {own.word}")
    finance.paid(own.member, own.amount, document=f"Квитанция {own.word}")
    finance.stated(own.member, own.amount, document=f"Квитанция {own.word}")
    own.contract = contracts.contract(
        own.member, 1_000_000 + own.order, number=f"Д-{own.word}", object_name=f"Школа {own.word}"
    )
    own.control = ContractControl.objects.create(
        contract=own.contract, date=date(2025, 8, 1), file=supervision.pdf(f"Контроль {own.word}.pdf")
    )
    own.insurance = contracts.policy(
        own.member, policy_no=f"П-{own.word}", scan=supervision.pdf(f"Полис {own.word}.pdf")
    )


def _control(own):
    own.document = supervision.received(own.member)
    own.document.file_name = f"Устав {own.word}.pdf"
    own.document.save()
    scan = stored_file(own.member, name=f"Часть {own.word}.pdf", content=PDF, user=own.user)
    PresentedFile.objects.create(document=own.document, file=scan)
    own.inspection = supervision.with_act(own.member, supervision.VIOLATIONS)
    own.measure = supervision.measure(decision_file=supervision.pdf(f"Решение {own.word}.pdf"))
    discipline(inspection=own.inspection, measure=own.measure, actor=None)
    type(own.inspection).objects.filter(pk=own.inspection.pk).update(act_no=f"АКТ-{own.word}")
    own.plan = supervision.plan_of(timezone.localdate().year + own.order)
    own.year = timezone.localdate().year - own.order
    own.report = supervision.report(own.member, year=own.year, name=f"Отчёт {own.word}.pdf")
    own.nrs = f"С-00-77700{own.order}"
    own.specialist = supervision.specialist(own.member, name=f"Мастеров{own.word} Мирон", nrs=own.nrs)


def _letters(own):
    sent, signed = (stored_file(own.member, name=f"Письмо {own.word}.pdf{end}", user=own.user) for end in ("", ".sig"))
    own.upload = begin(member=own.member, actor=own.user, name="Скан.pdf", size=10, key=own.word)
    own.check = SignatureCheck.objects.create(
        document=sent,
        signature=signed,
        member=own.member,
        signatory_name=f"Подписант{own.word} Пётр",
        reference_time=timezone.now(),
        finished_at=timezone.now(),
        verdict=SignatureCheck.Verdict.VALID,
    )
    stored_file(own.member, name=f"Скан {own.word}.pdf", scan=StoredFile.Scan.UNSCANNED)
    label, enclosed = own.head.login_label, stored_file(own.member, name=f"Вопрос {own.word}.pdf", user=own.user)
    own.letter = sent_letter(own.user, own.member, label=label, files=[enclosed], subject=f"Вопрос {own.word}")
    signed_file = Attachment.objects.create(letter=own.letter, file=sent, place=2)
    AttachedSignature.objects.create(attachment=signed_file, file=signed)
    ask(thread=own.letter.thread, text=f"За какой год, {own.word}?", answer_until=timezone.localdate(), actor=None)
    Undertaking.objects.create(
        thread=own.letter.thread, letter=own.letter, text=f"Обещание {own.word}", due_on=timezone.localdate()
    )
    sums = dict.fromkeys(("concluded_sum", "performed_sum", "remaining_sum"), Decimal(own.order))
    ObligationNotice.objects.create(
        member=own.member, letter=own.letter, year=2025, due_on=date(2026, 3, 1), concluded_count=1, **sums
    )
    ContractNotice.objects.create(
        member=own.member, contract=own.contract, event="concluded", event_on=date(2026, 3, 2), due_on=date(2026, 3, 5)
    )
    own.draft = draft(own.user, own.member, label=label, fields={"subject": [f"Черновик {own.word}"]})
    inside = stored_file(own.member, name=f"Черновой {own.word}.pdf", user=own.user)
    own.draft_file = DraftFile.objects.create(draft=own.draft, file=inside)
    own.loose = stored_file(own.member, name=f"Приложение {own.word}.pdf", user=own.user)
    _notices(own)
    for model in (TrustedCertificate, TimestampAuthority):
        now = timezone.now()
        row = model.objects.create(fingerprint=own.word, subject=f"УЦ {own.word}", valid_from=now, valid_to=now)
        if model is TrustedCertificate:
            RevocationList.objects.create(issuer=row, this_update=now, next_update=now, sha256=own.word, file="a.crl")


def _meetings(own):
    own.meeting = Meeting.objects.create(
        title=f"Семинар {own.word}", kind=Meeting.Kind.SEMINAR, form=Meeting.Form.REMOTE, starts_at=timezone.now(),
        audience=Meeting.Audience.CHOSEN, state=Meeting.State.HELD, ballot_deadline=timezone.now(), video_url="https://video.example.com/room",
        minutes_no="1", minutes_date=date(2026, 1, 1), minutes_file=supervision.pdf("Протокол.pdf"),
    )  # fmt: skip
    own.meeting.members.set([own.member])
    own.material = Material.objects.create(
        meeting=own.meeting, title=f"Тезисы {own.word}", file=supervision.pdf(f"Тезисы {own.word}.pdf")
    )
    AgendaItem.objects.create(meeting=own.meeting, number=1, text="Разное", draft_decision="Принять.")
    ElectorEntry.objects.create(meeting=own.meeting, member=own.member)
    part = {"meeting": own.meeting, "member": own.member, "basis": "Устав"}
    Attendance.objects.create(representative=f"Явившийся{own.word}", **part)
    Ballot.objects.create(way=Ballot.Way.PAPER, **part)


def _outages(own):
    begins = timezone.now() - timedelta(hours=9 + own.order)
    own.outage = announce(
        actor=None, title="Переезд", text="<p>Переезд</p>", kind="planned", effect="suspended",
        services=["cabinet"], starts_at=begins, ends_at=begins + timedelta(hours=1),
    )  # fmt: skip
    own.certificate = issue_certificate(member=own.member, outage=own.outage, actor=own.user)


def _notices(own):
    department = Group.objects.get(name=CORRESPONDENCE_DEPARTMENT)
    notice = Notice.objects.create(subject=f"Извещение {own.word}", text="Текст", department=department)
    NoticeDelivery.objects.create(notice=notice, member=own.member)
    ReplyTemplate.objects.create(title=f"Шаблон {own.order}", text="Принято.")


def _office(own, scene):
    Feedback.objects.create(sent_by=own.user, login_label=own.head.login_label, organisation="", text="Отзыв")
    reason = AccountBlock.Reason.OTHER
    other = MandateFactory(member=own.member, label_number=own.order * 10 + 3).user
    block = block_account(user=other, reason=reason, comment=f"Повод {own.word}", actor=scene.staff)
    lift_block(block=block, actor=scene.staff)
    PasswordDisclosure.objects.create(user=own.user, member=own.member, login_label=own.head.login_label)
    IdentityCheck.objects.create(
        user=own.user, purpose="credentials", way="in_person", document=f"Повод {own.word}", checked_by=scene.staff
    )
    own.mailing = Mailing.objects.create(subject=f"Тема {own.word}", body="<p>Письмо</p>", category=Category.SERVICE)
    SavedList.objects.create(user=scene.staff, code="registry_member", title=own.word)
    ExportRun.objects.create(requested_by=scene.staff, code="members", title=own.word)
    own.run = imports.upload(kind="members", file=workbook(HEAD), actor=scene.staff)
    issue_token(
        system=f"system-{own.order}",
        scopes=[Scope.MEMBERS_READ],
        valid_to=timezone.localdate() + timedelta(9),
        actor=None,
    )


def amount_of(amount):
    """Return the amount without the signs that its many written forms set between the figures."""
    return f"{amount:.2f}".replace(".", "")


def seen_in(answer, content, canaries):
    """Return those of ``canaries`` that the answer shows: in its bytes, headers, or inside its file."""
    said = [f"{name}: {value}" for name, value in answer.items()]
    whole = "\n".join([*said, *texts_of(content, answer.get("Content-Type", ""))])
    return {word for word in canaries if is_in(whole, word)}


def is_in(whole, word):
    """Whether the text shows the word in one of its disguises."""
    if word.isdigit():
        return spaced(word).search(whole) is not None
    return any(disguise in whole for disguise in disguises(word))


@cache
def disguises(word):
    """Return the word as it is, in an address, in JSON, in HTML."""
    return {word, quote(word), json.dumps(word)[1:-1], html.escape(word)}


@cache
def spaced(number):
    """Return a pattern of the number, however its figures are set apart."""
    return re.compile(r"[\s.,\u00a0\u202f]?".join(number))
