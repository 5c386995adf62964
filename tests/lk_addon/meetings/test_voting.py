"""Voting: one ballot of a member, before the last moment, sealed until the end (REQ-3.2.2.N8)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from lk_addon.accounts.models import Permission
from lk_addon.correspondence.domain.drafts import add_file, write_on
from lk_addon.correspondence.domain.sending import send, withdraw
from lk_addon.correspondence.models import AttachedSignature, Letter, LetterAlert, Notice, SubmissionKind, Thread
from lk_addon.correspondence.queries import files_for_staff, letters_to_register, threads_for_staff, threads_of
from lk_addon.meetings.counting import count_votes, turnout
from lk_addon.meetings.domain import attendance, meeting, voting
from lk_addon.meetings.models import Ballot, ItemResult, Meeting
from lk_addon.meetings.queries import digests_of
from lk_addon.meetings.submissions.ballot_form import BallotForm
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import checks_for_staff
from tests.factories import meetings as make
from tests.factories.accounts import MandateFactory
from tests.factories.correspondence import draft, filled_form, stored_file
from tests.factories.registry import MemberFactory
from tests.factories.supervision import pdf
from tests.scenarios import cabinet_of, exclude, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N8")]
DEPARTMENT = "Отдел собраний"
MINUTES = {"minutes_no": "1", "minutes_date": "2026-12-20"}


def scan(scene, row):
    """A scan of a paper ballot, sent through the cabinet."""
    begun = draft(scene.member, scene.north, code="ballot")
    add_file(draft=begun, file=stored_file(scene.north, name="бюллетень.pdf"))
    filled = filled_form(scene.north, code="ballot", subject="", text="", meeting=row.pk, way="scan", confirmed="on")
    return send(draft_id=begun.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)


def signed(scene, letter):
    """A finished check of a signature that came with the letter."""
    attachment = letter.attachments.get()
    signature = stored_file(scene.north, name="бюллетень.pdf.sig", content=b"0")
    AttachedSignature.objects.create(attachment=attachment, file=signature)
    return SignatureCheck.objects.create(
        document=attachment.file, signature=signature, member=scene.north, reference_time=letter.sent_at
    )


class TestCasting:
    def test_a_ballot_is_a_letter_with_number_and_hash_and_belongs_to_the_member(self, scene):
        row = make.open_voting()
        letter = make.vote(scene.member, scene.north, row)
        ballot = row.ballots.get()
        assert (ballot.letter, ballot.member, ballot.way) == (letter, scene.north, "electronic")
        assert letter.registration.number
        assert letter.thread.subject == f"Бюллетень: {row}"
        assert ["1. О смете", "ЗА"] in letter.shown
        assert "О выборах" not in str(letter.shown)
        assert Thread.objects.get(pk=letter.thread_id).due_on is None  # the SRO owes no answer to a vote
        entry = AuditEntry.objects.get(action="ballot.cast")
        assert entry.data["digest"] == letter.digest
        assert "for" not in str(entry.data.values())

    def test_a_second_ballot_of_the_member_is_refused_and_not_kept(self, scene):
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        with pytest.raises(ValidationError, match="второй не принимается"):
            make.vote(scene.colleague, scene.north, row, "against", label="NSS-0901-2")
        assert Letter.objects.count() == Ballot.objects.count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.create(meeting=row, member=scene.north, way="paper", basis="Устав")

    def test_after_the_last_moment_nothing_is_taken_whatever_was_opened_before(self, scene):
        row = make.open_voting()
        begun = draft(scene.member, scene.north, code="ballot")
        values = {"meeting": row.pk, "way": "electronic", "confirmed": "on", "subject": "", "text": ""}
        filled = filled_form(scene.north, code="ballot", **values | make.answers(row))
        make.over(row)
        with pytest.raises(ValidationError, match="закончен"):
            send(draft_id=begun.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)
        assert not Ballot.objects.exists()
        assert not Letter.objects.exists()

    def test_who_joined_after_the_list_was_closed_does_not_vote_and_the_excluded_one_is_not_on_it(self, scene):
        row = make.open_voting()
        assert not row.electors.filter(member=scene.former).exists()
        late = MandateFactory(member=MemberFactory())
        with pytest.raises(ValidationError, match="нет в списке"):
            make.vote(late.user, late.member, row)

    def test_a_scan_needs_its_file_and_an_electronic_one_has_none(self, scene):
        row = make.open_voting()
        with pytest.raises(ValidationError, match="Приложите скан"):
            make.vote(scene.member, scene.north, row, way="scan")
        with pytest.raises(ValidationError, match="уберите файл"):
            make.vote(scene.member, scene.north, row, files=[stored_file(scene.north)])
        assert scan(scene, row)
        assert row.ballots.get().way == "scan"

    @pytest.mark.parametrize("missing", ["item", "confirmed", "meeting"])
    def test_an_unfinished_ballot_says_at_which_field(self, scene, missing):
        row = make.open_voting()
        values = {"meeting": row.pk, "way": "electronic", "confirmed": "on"} | make.answers(row)
        name = next(key for key in values if key.startswith(missing))
        kind = SubmissionKind.objects.get(code="ballot")
        del values[name]
        form = BallotForm(values, member=scene.north, terms=kind.terms())
        assert not form.is_valid()
        assert name in form.errors

    def test_without_the_right_to_vote_a_draft_is_kept_and_a_colleague_sends_it(self, scene):
        row = make.open_voting()
        mandate = scene.member.mandates.get()
        mandate.basis, mandate.basis_number, mandate.permissions = "power", "1", [Permission.SEE, Permission.SUBMIT]
        mandate.save()
        begun = draft(scene.member, scene.north, code="ballot")
        data = {"draft-act": "send", "draft-version": 0, "meeting": row.pk, "way": "electronic", "confirmed": "on"}
        answer = cabinet_of(scene.member).post(f"/correspondence/drafts/{begun.pk}/", data | make.answers(row))
        assert answer.status_code == 422
        assert "голосовать на собраниях" in answer.content.decode()
        assert not Ballot.objects.exists()
        version = {"draft-version": 1}
        answer = cabinet_of(scene.colleague).post(
            f"/correspondence/drafts/{begun.pk}/", data | version | make.answers(row)
        )
        assert answer.status_code == 302
        assert row.ballots.get().login_label.startswith("NSS-0901-")


class TestAgain:
    """The policy of voting again is the meeting's own and stands on its page."""

    def test_by_default_a_ballot_is_final(self, scene):
        row = make.open_voting()
        thread = make.vote(scene.member, scene.north, row).thread
        for act in (
            lambda: write_on(thread=thread, role="correction", author_label="NSS-0901-1", actor=scene.member),
            lambda: withdraw(thread=thread, reason="Передумали", author_label="NSS-0901-1", actor=scene.member),
        ):
            with pytest.raises(ValidationError, match="один раз"):
                act()
        page = cabinet_of(scene.member).get(f"/correspondence/{thread.pk}/").content.decode()
        assert "Бюллетень подаётся один раз" in page
        assert "Подать исправленную версию" not in page

    def test_where_it_may_be_replaced_the_last_one_counts(self, scene):
        row = make.open_voting(may_vote_again=True)
        first = make.vote(scene.member, scene.north, row)
        begun = write_on(thread=first.thread, role="correction", author_label="NSS-0901-1", actor=scene.member)
        values = {"meeting": row.pk, "way": "electronic", "confirmed": "on", "subject": "", "text": ""}
        filled = filled_form(scene.north, code="ballot", **values | make.answers(row, "against"))
        second = send(draft_id=begun.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)
        assert row.ballots.get().letter == second
        result = count_votes(make.counting(row))[0]
        assert (result.votes_for, result.against) == (0, 1)

    def test_a_corrected_ballot_stays_with_its_meeting(self, scene):
        row, other = (make.open_voting(may_vote_again=True, title=title) for title in ("Первое", "Второе"))
        first = make.vote(scene.member, scene.north, row)
        begun = write_on(thread=first.thread, role="correction", author_label="NSS-0901-1", actor=scene.member)
        values = {"meeting": other.pk, "way": "electronic", "confirmed": "on", "subject": "", "text": ""}
        filled = filled_form(scene.north, code="ballot", **values | make.answers(other))
        with pytest.raises(ValidationError, match="по другому собранию"):
            send(draft_id=begun.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)
        assert Ballot.objects.get().meeting == row

    def test_where_it_may_be_taken_back_another_is_sent(self, scene):
        row = make.open_voting(may_vote_again=True)
        thread = make.vote(scene.member, scene.north, row).thread
        withdraw(thread=thread, reason="Ошибка", author_label="NSS-0901-1", actor=scene.member)
        make.vote(scene.member, scene.north, row, "abstained")
        assert row.ballots.filter(withdrawn_at=None).count() == 1
        assert count_votes(make.counting(row))[0].abstained == 1

    def test_after_the_last_moment_none_is_taken_back(self, scene):
        row = make.open_voting(may_vote_again=True)
        thread = make.vote(scene.member, scene.north, row).thread
        make.over(row)
        with pytest.raises(ValidationError, match="закончен"):
            withdraw(thread=thread, reason="Ошибка", author_label="NSS-0901-1", actor=scene.member)


class TestSeal:
    def test_nobody_of_the_sro_sees_a_ballot_before_the_end_and_the_department_sees_it_after(self, scene):
        row = make.open_voting()
        letter = scan(scene, row)
        thread = Thread.objects.filter(pk=letter.thread_id)  # the notice of the meeting is another
        check = signed(scene, letter)
        counter, chief = staff_of(DEPARTMENT), staff_of("Администраторы")
        chief.is_superuser = True
        chief.save()
        drain()
        for person in (counter, chief):
            assert not (threads_for_staff(person) & thread).exists()
            assert not files_for_staff(person).exists()
            assert not letters_to_register(person).exists()
            assert not checks_for_staff(person).filter(pk=check.pk).exists()
            assert not (threads_of(scene.north, person) & thread).exists()
        assert (threads_of(scene.north) & thread).exists()
        assert LetterAlert.objects.get(letter=letter).mails == 0
        make.counting(row)
        drain()
        assert (threads_for_staff(counter) & thread).get().state == Thread.State.COMPLETED
        assert files_for_staff(counter).exists()
        assert checks_for_staff(counter).filter(pk=check.pk).exists()
        assert not (threads_for_staff(scene.staff) & thread).exists()

    def test_the_published_hashes_hold_the_receipts_hash_in_their_own_order(self, scene):
        row = make.open_voting()
        letters = [
            make.vote(scene.member, scene.north, row),
            make.vote(scene.outsider, scene.montage, row, label="NSS-0902-1"),
        ]
        assert list(digests_of(row)) == sorted(letter.digest for letter in letters)

    def test_no_row_of_the_database_joins_a_member_with_a_secret_vote(self, scene):
        row = make.open_voting()
        letter = make.vote(scene.member, scene.north, row, **{f"item_{row.items.get(is_secret=True).pk}": "for"})
        secret = row.items.get(is_secret=True)
        assert f"item_{secret.pk}" not in letter.fields
        with connection.cursor() as cursor:
            for table in ("meetings_hallcount", "meetings_itemresult"):
                names = {column.name for column in connection.introspection.get_table_description(cursor, table)}
                assert not names & {"member_id", "ballot_id", "letter_id", "user_id"}


class TestCounting:
    def members(self, scene, count):
        """As many more members who vote, each with a representative."""
        return [MandateFactory(member=MemberFactory()) for _number in range(count)]

    def test_ballots_papers_and_the_hall_are_added_up_and_each_member_counts_once(self, scene):
        more = self.members(scene, 3)  # with north, montage and trader: six
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        make.vote(scene.outsider, scene.montage, row, "against", label="NSS-0902-1")
        row = make.counting(row)
        first, second, secret = row.items.all()
        voting.enter_paper_ballot(
            meeting=row, member=scene.trader, basis="Устав", choices={first: "for", second: ""}, actor=None
        )
        with pytest.raises(ValidationError, match="уже есть"):
            voting.enter_paper_ballot(meeting=row, member=scene.north, basis="Устав", choices={}, actor=None)
        for mandate in more[:2]:
            attendance.register(meeting=row, member=mandate.member, representative="И", basis="Устав", actor=None)
        with pytest.raises(ValidationError, match="могли проголосовать 2"):
            voting.note_hall(
                meeting=row, item=first, votes={"votes_for": 3, "against": 0, "abstained": 0, "invalid": 0}, actor=None
            )
        hall = {"votes_for": 1, "against": 0, "abstained": 1, "invalid": 0}
        for item in (first, second, secret):
            voting.note_hall(meeting=row, item=item, votes=hall, actor=None)
        part = turnout(row)
        assert (part.electors, part.present, part.has_quorum) == (6, 5, True)
        results = {result.item: result for result in count_votes(row)}
        votes = {
            item: (result.votes_for, result.against, result.abstained, result.invalid)
            for item, result in results.items()
        }
        assert votes == {first: (3, 1, 1, 0), second: (2, 1, 1, 1), secret: (1, 0, 1, 0)}
        assert [results[item].needed for item in (first, second, secret)] == [3, 4, 3]
        assert [results[item].is_adopted for item in (first, second, secret)] == [True, False, False]

    def test_half_of_the_members_are_no_quorum_and_one_more_is(self, scene):
        self.members(scene, 1)  # four in all
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        make.vote(scene.outsider, scene.montage, row, label="NSS-0902-1")
        assert not turnout(row).has_quorum
        make.vote(scene.other, scene.trader, row, label="NSS-0951-1")
        assert turnout(row).has_quorum

    def test_without_quorum_nothing_is_adopted_and_the_meeting_failed(self, scene):
        self.members(scene, 1)
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        row = voting.approve_results(meeting=make.counting(row), minutes_file=pdf(), actor=None, **MINUTES)
        assert row.state == Meeting.State.FAILED
        assert not ItemResult.objects.filter(is_adopted=True).exists()

    def test_an_unread_scan_stops_the_results_and_is_read_after_the_end_only(self, scene):
        row = make.open_voting()
        scan(scene, row)
        ballot = row.ballots.get()
        with pytest.raises(ValidationError):
            voting.read_scan(ballot=ballot, choices={}, actor=None)
        row = make.counting(row)
        with pytest.raises(ValidationError, match="Не прочитаны сканы"):
            voting.approve_results(meeting=row, minutes_file=pdf(), actor=None, **MINUTES)
        first = row.items.first()
        voting.read_scan(ballot=ballot, choices={first: "against"}, actor=None)
        voting.read_scan(ballot=ballot, choices={first: "for"}, actor=None)
        result = count_votes(row)[0]
        assert (result.votes_for, result.against) == (1, 0)

    def test_staff_cannot_read_an_electronic_ballot_otherwise_than_it_is(self, scene):
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        row = make.counting(row)
        with pytest.raises(ValidationError, match="вносить вручную нельзя"):
            voting.read_scan(ballot=row.ballots.get(), choices={}, actor=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.ballots.update(choices={"item_1": "against"})

    def test_approved_results_do_not_change(self, scene):
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        make.vote(scene.outsider, scene.montage, row, label="NSS-0902-1")
        row = voting.approve_results(meeting=make.counting(row), minutes_file=pdf(), actor=None, **MINUTES)
        assert row.state == Meeting.State.HELD
        with pytest.raises(ValidationError, match="подсчёт голосов"):
            voting.note_hall(meeting=row, item=row.items.first(), votes={}, actor=None)
        with pytest.raises(ValidationError, match="подсчёт голосов"):
            voting.approve_results(meeting=row, minutes_file=pdf(), actor=None, **MINUTES)


class TestNotices:
    def test_members_hear_of_the_opening_the_silent_are_reminded_and_all_read_the_outcome(self, scene):
        row = make.open_voting()
        assert Notice.objects.filter(subject="Голосование открыто: Годовое собрание", audience="all").exists()
        make.vote(scene.member, scene.north, row)
        make.vote(scene.outsider, scene.montage, row, label="NSS-0902-1")
        voting.remind(meeting=row, actor=None)
        reminder = Notice.objects.get(subject="Проголосуйте: Годовое собрание")
        assert list(reminder.members.all()) == [scene.trader]
        voting.approve_results(meeting=make.counting(row), minutes_file=pdf(), actor=None, **MINUTES)
        text = Notice.objects.get(subject="Итоги: Годовое собрание").text
        assert "Участвовало членов СРО: 2 из 3." in text
        assert "1. О смете: решение принято, за 2, против 0, воздержались 0." in text

    def test_when_all_have_voted_nobody_is_reminded(self, scene):
        row = make.open_voting()
        for user, member in ((scene.member, scene.north), (scene.outsider, scene.montage), (scene.other, scene.trader)):
            make.vote(user, member, row, label=f"NSS-{member.registration_number}-1")
        with pytest.raises(ValidationError, match="проголосовали все"):
            voting.remind(meeting=row, actor=None)


class TestOrder:
    def test_it_is_not_closed_while_ballots_are_taken_unless_all_have_voted(self, scene):
        row = make.open_voting()
        make.vote(scene.member, scene.north, row)
        with pytest.raises(ValidationError, match="ещё принимаются"):
            voting.close_voting(meeting=row, actor=None)
        make.vote(scene.outsider, scene.montage, row, label="NSS-0902-1")
        make.vote(scene.other, scene.trader, row, label="NSS-0951-1")
        Meeting.objects.update(may_vote_again=True)
        with pytest.raises(ValidationError, match="ещё принимаются"):  # somebody may think better of it
            voting.close_voting(meeting=row, actor=None)
        Meeting.objects.update(may_vote_again=False)
        assert voting.close_voting(meeting=row, actor=None).state == Meeting.State.COUNTING

    def test_a_member_excluded_later_stays_on_the_list_of_that_meeting(self, scene):
        row = make.open_voting()
        exclude(scene.trader)
        assert row.electors.filter(member=scene.trader).exists()

    def test_a_meeting_called_off_counts_nothing_and_settles_its_letters(self, scene):
        row = make.open_voting()
        thread = make.vote(scene.member, scene.north, row).thread
        meeting.cancel(meeting=row, reason="Пожар.", actor=None)
        drain()
        thread.refresh_from_db()
        assert thread.state == Thread.State.COMPLETED
        with pytest.raises(ValidationError, match="отменено"):
            voting.cast_ballot(letter=thread.letters.get(), meeting=row, way="electronic", actor=None)
