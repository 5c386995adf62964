"""Mails about letters say that something waits and nothing of it; each is queued once, however often it is tried."""

import pytest
from post_office.models import Email

from cms.outbox.domain import drain
from cms.outbox.models import OutboxMessage
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.correspondence.domain import alerts
from lk_addon.correspondence.domain.answering import assign, register_thread, reply
from lk_addon.correspondence.models import AttachedSignature, Letter, LetterAlert
from lk_addon.files.domain import scanning
from lk_addon.files.models import StoredFile
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import sent_letter, stored_file
from tests.scenarios import back_office_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.5", "REQ-4.2")]

STAFF, MEMBER = "correspondence.new_for_staff", "correspondence.new_for_member"
INFECTED = "correspondence.infected_for_staff"


def told(template):
    return sorted(address for email in Email.objects.filter(template__name=template) for address in email.to)


def bodies(template):
    found = Email.objects.filter(template__name=template)
    return "".join(str(email.email_message().message()) + email.email_message().body for email in found)


def answered(letter, clerk, **paper):
    return reply(thread=letter.thread, text="Сумма долга 12 345 рублей", actor=clerk, **paper)


def test_staff_of_the_department_are_mailed_once_and_nothing_of_content(scene, letter, clerk, accountant):
    drain()
    assert told(STAFF) == [clerk.email]
    alerts.letter_came(letter=str(letter.pk))
    assert told(STAFF) == [clerk.email]
    body = bodies(STAFF)
    assert f"/admin/correspondence/threads/{letter.thread_id}/" in body
    for secret in ("взносов", "Демострой", "0901", letter.number, scene.member.email):
        assert secret not in body


def test_who_has_the_thread_is_mailed_alone(scene, letter, clerk):
    drain()
    other = type(clerk).objects.create_user("second@example.com", is_staff=True)
    other.groups.set(clerk.groups.all())
    register_thread(thread=letter.thread, actor=clerk)
    assign(thread=letter.thread, assignee=other, actor=clerk)
    Email.objects.all().delete()
    LetterAlert.objects.all().delete()
    alerts.letter_came(letter=str(letter.pk))
    assert told(STAFF) == ["second@example.com"]


def test_each_representative_is_mailed_once_and_nothing_of_content(scene, letter, clerk):
    block_account(user=scene.colleague, reason="other", comment="", actor=scene.staff)
    sent = answered(letter, clerk)
    drain()
    alerts.letter_went(letter=str(sent.pk))
    assert told(MEMBER) == [scene.member.email]
    body = bodies(MEMBER)
    assert "Демострой-Север" in body
    for secret in ("долга", "взносов", sent.number, "/correspondence/"):
        assert secret not in body


def test_a_worker_that_dies_in_the_middle_leaves_all_mails_or_none(scene, letter, clerk, monkeypatch):
    sent = answered(letter, clerk)
    calls = []

    class WorkerDied(BaseException):
        """What a killed process looks like from inside: nothing catches it."""

    def dying(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise WorkerDied
        return alerts_queue(*args, **kwargs)

    alerts_queue = alerts.queue_letter
    with monkeypatch.context() as patch:
        patch.setattr(alerts, "queue_letter", dying)
        with pytest.raises(WorkerDied):
            alerts.letter_went(letter=str(sent.pk))
    assert told(MEMBER) == []
    drain()
    assert told(MEMBER) == sorted([scene.member.email, scene.colleague.email])


@pytest.mark.req("REQ-3.2.1")
def test_signatures_are_checked_again_as_of_the_receipt(scene):
    letter = sent_letter(
        scene.member,
        scene.north,
        files=[stored_file(scene.north)],
        signatory_name="Образцов Олег Олегович",
        signatory_position="Директор",
        signatory_basis="Устав",
    )
    attachment = letter.attachments.get()
    signature = stored_file(scene.north, name="письмо.pdf.sig", content=b"0")
    AttachedSignature.objects.create(attachment=attachment, file=signature)
    alerts.letter_came(letter=str(letter.pk))
    check = SignatureCheck.objects.get()
    assert (check.document, check.signature) == (attachment.file, signature)
    assert (check.reference_time, check.signatory_name) == (letter.sent_at, "Образцов Олег Олегович")
    assert OutboxMessage.objects.filter(key=f"signatures.check:{check.pk}").exists()


class TestInfected:
    """A file that the antivirus finds infected after it was sent."""

    def infect(self, file):
        StoredFile.objects.filter(pk=file.pk).update(scan=StoredFile.Scan.WAITING)
        scanning._isolate(file, "Eicar-Test-Signature")
        drain()

    def test_of_a_member_is_told_to_the_member_in_the_thread_and_to_staff(self, scene, clerk, desk):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="смета.pdf")])
        file = letter.attachments.get().file
        self.infect(file)
        notice = Letter.objects.get(role=Letter.Role.NOTICE)
        assert (notice.thread, notice.author) == (letter.thread, None)
        assert "смета.pdf" in notice.text
        assert told(INFECTED) == [clerk.email]
        assert told(MEMBER) == sorted([scene.member.email, scene.colleague.email])
        assert "смета" not in bodies(INFECTED) + bodies(MEMBER)
        alerts.tell_of_infection(file=str(file.pk))
        assert Letter.objects.filter(role=Letter.Role.NOTICE).count() == 1
        assert told(INFECTED) == [clerk.email]
        address = f"/admin/correspondence/threads/{letter.thread_id}/files/{file.pk}/"
        assert desk.get(address).status_code == 409

    def test_of_the_sro_is_told_to_staff_alone(self, scene, letter, clerk):
        file = stored_file(scene.north, name="ответ.pdf")
        answered(letter, clerk, files=[file])
        self.infect(file)
        assert told(INFECTED) == [clerk.email]
        assert not Letter.objects.filter(role=Letter.Role.NOTICE).exists()

    def test_of_a_draft_is_told_to_nobody(self, scene, clerk):
        self.infect(stored_file(scene.north))
        assert told(INFECTED) == []


def test_outsiders_learn_nothing(scene, letter, accountant):
    drain()
    assert accountant.email not in told(STAFF)
    assert scene.outsider.email not in told(MEMBER)
    assert back_office_of(accountant).get(f"/admin/correspondence/threads/{letter.thread_id}/").status_code == 404
