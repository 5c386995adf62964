"""The form page: kept as it is typed, given files, signed, sent once (REQ-3.1.R8, REQ-3.2)."""

from uuid import uuid4

import pytest
from django.utils import timezone

from lk_addon.accounts.models import Mandate, Permission
from lk_addon.correspondence.domain.answering import ask
from lk_addon.correspondence.domain.drafts import add_file, write_on
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.models import Draft, DraftFile, KindTerms, Letter
from lk_addon.files.models import StoredFile
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter, stored_file
from tests.factories.files import PDF
from tests.factories.uploads import signature
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.req("REQ-3.1.R8", "REQ-3.2")

NEW = "/requests/new/general/"
SIGNED = "/documents/new/signed_other/"
TYPED = {"subject": "О порядке уплаты взносов", "text": "Просим разъяснить порядок."}
SIGNATORY = {"signatory_name": "Образцов Олег Олегович", "signatory_position": "Директор", "signatory_basis": "Устав"}
JSON = {"headers": {"accept": "application/json"}}


def posted(draft_id, *, act="save", version=0, **values):
    """What the page sends."""
    return TYPED | {"draft-id": str(draft_id), "draft-version": version, "draft-act": act} | values


def address(begun):
    """Where a draft is gone on with."""
    return f"/correspondence/drafts/{begun.pk}/"


@pytest.fixture
def browser(scene):
    """The cabinet of a representative of ООО «Демострой-Север»."""
    return cabinet_of(scene.member)


def allow(user, *permissions):
    """Let a representative do this and nothing else."""
    Mandate.objects.filter(user=user).update(basis="order", permissions=list(permissions))


def judged(row, verdict, reasons=()):
    """Finish the check of a signature that was put to a draft."""
    check = SignatureCheck.objects.get(signature=row.file)
    check.verdict, check.reasons, check.finished_at = verdict, list(reasons), check.asked_at
    check.save()
    return check


def test_a_new_page_begins_with_what_its_address_says_and_keeps_nothing(browser):
    page = browser.get(NEW + "?subject=Сверка расчётов").content.decode()
    assert 'value="Сверка расчётов"' in page
    assert not Draft.objects.exists()


def test_what_is_typed_is_kept_as_it_was_typed(browser, scene):
    key = uuid4()
    answer = browser.post(NEW, posted(key, outgoing_date="не дата"), **JSON).json()
    begun = Draft.objects.get()
    assert (begun.pk, begun.member, begun.version, answer["version"]) == (key, scene.north, 1, 1)
    assert answer["address"] == address(begun)
    page = browser.get(address(begun)).content.decode()
    assert "Просим разъяснить порядок." in page
    assert 'value="не дата"' in page
    assert f"Сохранено в {answer['saved_at']}" in page


def test_saving_works_by_the_plain_button_too(browser):
    key = uuid4()
    answer = browser.post(NEW, posted(key), follow=True)
    assert answer.redirect_chain == [(f"/correspondence/drafts/{key}/", 302)]
    assert "Черновик сохранён в" in answer.content.decode()


def test_a_colleague_goes_on_with_a_draft_and_nobody_writes_over_the_other(scene, browser):
    begun = draft(scene.member, scene.north)
    colleague = cabinet_of(scene.colleague)
    assert colleague.post(address(begun), posted(begun.pk, text="Вариант коллеги"), **JSON).status_code == 200
    late = posted(begun.pk, text="Мой вариант")
    assert browser.post(address(begun), late, **JSON).status_code == 409
    refused = browser.post(address(begun), late)
    assert (refused.status_code, "Мой вариант" in refused.content.decode()) == (409, True)
    assert "тем временем изменили" in refused.content.decode()
    begun.refresh_from_db()
    assert begun.fields["text"] == ["Вариант коллеги"]
    assert browser.post(address(begun), late | {"draft-act": "send"}).status_code == 409
    assert not Letter.objects.exists()
    assert browser.post(address(begun), late | {"draft-act": "keep"}).status_code == 302
    begun.refresh_from_db()
    assert begun.fields["text"] == ["Мой вариант"]


def test_the_same_text_saved_twice_is_no_conflict(browser, scene):
    begun = draft(scene.member, scene.north)
    for _click in range(2):
        assert browser.post(address(begun), posted(begun.pk), **JSON).json()["version"] == 1


def test_sending_leads_to_the_receipt_and_again_to_the_same(browser):
    key = uuid4()
    first = browser.post(NEW, posted(key, act="send"))
    letter = Letter.objects.get()
    assert first.url == f"/correspondence/letters/{letter.pk}/receipt/"
    assert browser.post(NEW, posted(key, act="send", subject="Другая")).url == first.url
    assert browser.post(f"/correspondence/drafts/{key}/", posted(key, act="send")).url == first.url
    assert browser.get(f"/correspondence/drafts/{key}/").url == first.url
    assert browser.post(NEW, posted(key), **JSON).json() == {"receipt": first.url}
    assert Letter.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_saving_that_comes_after_the_sending_begins_nothing(browser, scene):
    begun = draft(scene.member, scene.north)
    send(draft_id=begun.pk, form=filled_form(scene.north), author_label="NSS-0901-1", actor=scene.member)
    assert "receipt" in browser.post(address(begun), posted(begun.pk), **JSON).json()
    assert not Draft.objects.exists()


def test_an_error_loses_nothing_and_says_what_to_do(browser):
    key = uuid4()
    refused = browser.post(NEW, posted(key, act="send", subject="", outgoing_no="17"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Не отправлено. Всё введённое сохранено." in page
    assert "Просим разъяснить порядок." in page
    assert Draft.objects.get(pk=key).fields["outgoing_no"] == ["17"]


def test_control_characters_are_not_kept(browser):
    key = uuid4()
    assert browser.post(NEW, posted(key, text="а\x00б"), **JSON).status_code == 200
    assert Draft.objects.get(pk=key).fields["text"] == ["аб"]


@pytest.mark.parametrize(
    "odd",
    [{"draft-id": "7"}, {"draft-version": "x"}, {"draft-version": -1}, {"draft-act": "remove-x"}, {"draft-act": ""}],
)
def test_odd_hidden_fields_are_no_error_of_the_server(browser, odd):
    assert browser.post(NEW, posted(uuid4()) | odd, **JSON).status_code == 200


def test_a_kind_that_is_off_says_why_and_loses_nothing(browser):
    kind = kind_of()
    kind.is_on, kind.off_message = False, "Приём закрыт до января."
    kind.save()
    assert "Приём закрыт до января." in browser.get("/requests/").content.decode()
    assert "Приём закрыт до января." in browser.get(NEW).content.decode()
    refused = browser.post(NEW, posted(uuid4()))
    assert refused.status_code == 409
    assert "Приём закрыт до января." in refused.content.decode()
    assert "Просим разъяснить порядок." in refused.content.decode()
    assert browser.post(NEW, posted(uuid4()), **JSON).json() == {"error": "Приём закрыт до января."}


def test_files_are_put_to_the_draft_shown_and_taken_out(browser, scene):
    key, file = uuid4(), stored_file(scene.north, name="Заявка.pdf")
    answer = browser.post(NEW, posted(key, **{"draft-files": [file.pk]}), **JSON).json()
    assert "Заявка.pdf" in answer["files"]
    row = DraftFile.objects.get()
    again = browser.post(f"/correspondence/drafts/{key}/", posted(key, **{"draft-files": [file.pk]}), **JSON).json()
    assert (again["problems"], DraftFile.objects.count()) == ([], 1)
    browser.post(f"/correspondence/drafts/{key}/", posted(key, act=f"remove-{row.pk}"), **JSON)
    assert not DraftFile.objects.exists()


def test_a_file_of_the_wrong_kind_is_refused_and_the_text_is_kept(browser, scene):
    key, file = uuid4(), stored_file(scene.north, name="подпись.sig")
    answer = browser.post(NEW, posted(key, **{"draft-files": [file.pk]}), **JSON).json()
    assert "Такие файлы здесь не принимаются" in answer["problems"][0]
    assert Draft.objects.get().fields["text"] == ["Просим разъяснить порядок."]


def test_a_file_of_another_draft_is_refused(browser, scene):
    file = stored_file(scene.north)
    draft(scene.colleague, scene.north, files=[file])
    answer = browser.post(NEW, posted(uuid4(), **{"draft-files": [file.pk]}), **JSON).json()
    assert "другому черновику" in answer["problems"][0]


def test_an_infected_file_is_not_sent(browser, scene):
    file = stored_file(scene.north, name="счёт.pdf", scan=StoredFile.Scan.INFECTED)
    begun = draft(scene.member, scene.north, files=[file])
    refused = browser.post(address(begun), posted(begun.pk, act="send"))
    assert "вредоносную программу" in refused.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.req("REQ-3.2.1")
def test_a_file_of_a_draft_is_given_to_be_signed_to_the_member_alone(browser, scene):
    begun = draft(scene.member, scene.north, files=[stored_file(scene.north)])
    row = begun.files.get()
    at = f"{address(begun)}files/{row.pk}/"
    assert b"".join(browser.get(at).streaming_content) == PDF
    assert cabinet_of(scene.outsider).get(at).status_code == 404
    other = draft(scene.outsider, scene.montage, files=[stored_file(scene.montage)])
    assert browser.get(f"{address(begun)}files/{other.files.get().pk}/").status_code == 404
    for scan, status in ((StoredFile.Scan.WAITING, 409), (StoredFile.Scan.INFECTED, 409)):
        StoredFile.objects.filter(pk=row.file_id).update(scan=scan)
        assert browser.get(at).status_code == status
    allow(scene.member, Permission.SEE)
    assert browser.get(at).status_code == 403


@pytest.mark.req("REQ-3.2.1", "REQ-3.2.1.S2")
class TestSignatures:
    """A document that must be signed."""

    @pytest.fixture
    def begun(self, scene):
        """A draft with a document and the file of its signature, checked by nobody yet."""
        begun = draft(scene.member, scene.north, code="signed_other", fields=TYPED | SIGNATORY)
        document = add_file(draft=begun, file=stored_file(scene.north, name="Заявление.pdf"))
        signed = stored_file(scene.north, name="Заявление.pdf.sig", content=signature())
        sent = posted(begun.pk, **SIGNATORY, **{f"draft-signature-{document.pk}": [signed.pk]})
        answer = cabinet_of(scene.member).post(address(begun), sent, **JSON).json()
        assert "Проверяется" in answer["files"]
        return begun

    def send(self, browser, begun):
        """Press «Отправить в СРО»."""
        return browser.post(address(begun), posted(begun.pk, act="send", version=1, **SIGNATORY))

    def test_the_page_says_up_front_that_a_signature_is_needed_and_why(self, browser):
        page = browser.get(SIGNED).content.decode()
        assert "Нужна электронная подпись" in page
        assert "лицо, названное в письме" in page
        assert "Электронная подпись не нужна" in browser.get("/requests/new/extract/").content.decode()

    def test_it_is_checked_at_once_and_again_for_another_signatory(self, browser, begun):
        check = SignatureCheck.objects.get()
        assert (check.signatory_name, check.document.name) == ("Образцов Олег Олегович", "Заявление.pdf")
        other = SIGNATORY | {"signatory_name": "Примерова Анна Ивановна"}
        browser.post(address(begun), posted(begun.pk, version=1, **other), **JSON)
        names = SignatureCheck.objects.order_by("asked_at").values_list("signatory_name", flat=True)
        assert list(names) == ["Образцов Олег Олегович", "Примерова Анна Ивановна"]

    def test_it_is_not_sent_while_the_check_goes_on(self, browser, begun):
        assert "ещё проверяется" in self.send(browser, begun).content.decode()

    def test_a_bad_one_is_refused_with_its_reason_and_its_protocol(self, browser, begun):
        check = judged(begun.files.exclude(signs=None).get(), "invalid", ["Документ изменён после подписания."])
        shown = browser.get(f"{address(begun)}files/").json()
        assert not shown["checking"]
        assert "Документ изменён после подписания." in shown["files"]
        assert f"/correspondence/checks/{check.pk}/" in shown["files"]
        assert browser.get(f"/correspondence/checks/{check.pk}/").status_code == 200
        assert browser.get(f"/correspondence/checks/{check.pk}.pdf")["Content-Type"] == "application/pdf"
        assert "Документ изменён после подписания." in self.send(browser, begun).content.decode()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("verdict", ["valid", "indeterminate"])
    def test_a_good_or_an_open_one_goes_and_the_receipt_tells_the_verdict(self, browser, begun, verdict):
        check = judged(begun.files.exclude(signs=None).get(), verdict)
        page = browser.get(self.send(browser, begun).url).content.decode()
        assert check.get_verdict_display() in page.lower()
        for file in (check.document, check.signature):
            assert file.sha256 in page

    def test_without_the_right_to_sign_it_is_prepared_and_a_colleague_sends_it(self, scene, begun):
        judged(begun.files.exclude(signs=None).get(), "valid")
        allow(scene.member, Permission.SEE, Permission.SUBMIT)
        browser = cabinet_of(scene.member)
        assert "этими правами" in browser.get(address(begun)).content.decode()
        assert "подписывать документы" in self.send(browser, begun).content.decode()
        assert not Letter.objects.exists()
        assert self.send(cabinet_of(scene.colleague), begun).status_code == 302


def test_a_draft_is_thrown_away_after_a_question(browser, scene):
    begun = draft(scene.member, scene.north)
    asked = browser.get(f"{address(begun)}discard/")
    assert "Удалить черновик?" in asked.content.decode()
    assert Draft.objects.exists()
    browser.post(f"{address(begun)}discard/")
    assert not Draft.objects.exists()
    assert browser.get(address(begun)).status_code == 404
    assert browser.post(address(begun), posted(begun.pk), **JSON).status_code == 404


@pytest.mark.req("REQ-1.1.d")
class TestAnotherMember:
    """Nothing of another member is found, whatever names it."""

    def test_its_draft(self, scene):
        begun, outsider = draft(scene.member, scene.north), cabinet_of(scene.outsider)
        for path in (address(begun), f"{address(begun)}files/", f"{address(begun)}discard/"):
            assert outsider.get(path).status_code == 404
        assert outsider.post(address(begun), posted(begun.pk)).status_code == 404
        assert outsider.post(f"{address(begun)}discard/").status_code == 404
        assert outsider.post(NEW, posted(begun.pk, act="send")).status_code == 404
        assert Draft.objects.get(pk=begun.pk).fields == {}

    def test_a_draft_that_was_sent(self, scene):
        letter, outsider = sent_letter(scene.member, scene.north), cabinet_of(scene.outsider)
        assert outsider.get(f"/correspondence/drafts/{letter.key}/").status_code == 404
        assert outsider.post(NEW, posted(letter.key, act="send")).status_code == 404
        assert Letter.objects.count() == 1

    def test_its_files_in_a_form(self, scene):
        theirs = draft(scene.member, scene.north, files=[stored_file(scene.north)])
        row, outsider = theirs.files.get(), cabinet_of(scene.outsider)
        own = stored_file(scene.montage, name="подпись.sig")
        for values in (
            {"draft-files": [row.file_id]},
            {"draft-files": ["не номер"]},
            {f"draft-signature-{row.pk}": [own.pk]},
            {"draft-act": f"remove-{row.pk}"},
        ):
            assert outsider.post(NEW, posted(uuid4()) | values).status_code == 404, values
        assert theirs.files.count() == 1


@pytest.mark.req("REQ-1.1.d")
def test_who_may_only_see_writes_nothing(scene):
    begun = draft(scene.member, scene.north)
    allow(scene.colleague, Permission.SEE)
    colleague = cabinet_of(scene.colleague)
    assert "Права подавать обращения и документы у вас нет" in colleague.get("/requests/").content.decode()
    for path in (NEW, SIGNED, address(begun), f"{address(begun)}discard/"):
        assert colleague.get(path).status_code == 403
        assert colleague.post(path, posted(begun.pk)).status_code == 403
    assert Draft.objects.get().fields == {}


@pytest.mark.req("REQ-1.1.d")
def test_staff_who_look_in_and_the_excluded_write_nothing(scene):
    begun = draft(scene.member, scene.north)
    staff = cabinet_of(scene.staff)
    staff.post("/switch/", {"number": "0901"})
    for path in (NEW, address(begun)):
        assert staff.get(path).status_code == 403
        assert staff.post(path, posted(begun.pk)).status_code == 403
        assert cabinet_of(scene.excluded).get(path).status_code == 302
    assert Draft.objects.get().fields == {}
    assert not Letter.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_a_draft_costs_the_same_for_one_file_and_for_many(scene, browser, count, django_assert_num_queries):
    begun = draft(scene.member, scene.north)
    for number in range(count):
        add_file(draft=begun, file=stored_file(scene.north, name=f"{number}.pdf"))
    browser.get(address(begun))
    with django_assert_num_queries(13):
        browser.get(address(begun))


@pytest.mark.req("REQ-3.2.1")
def test_words_alone_that_answer_a_question_want_no_right_to_sign_and_a_document_does(scene):
    terms = KindTerms.objects.get(kind__code="general")
    thread = sent_letter(scene.member, scene.north).thread
    terms.signature_policy = "required"
    terms.save()
    ask(thread=thread, text="За какой год?", answer_until=timezone.localdate(), actor=scene.staff)
    begun = write_on(thread=thread, role="answer", author_label="NSS-0901-1", actor=scene.member)
    allow(scene.member, Permission.SEE, Permission.SUBMIT)
    browser = cabinet_of(scene.member)
    row = add_file(draft=begun, file=stored_file(scene.north))
    sent = posted(begun.pk, act="send", text="За 2025 год.")
    assert "подписывать документы" in browser.post(address(begun), sent).content.decode()
    row.delete()
    begun.refresh_from_db()
    answer = browser.post(address(begun), sent | {"draft-version": begun.version})
    assert answer.status_code == 302
    assert thread.letters.filter(role="answer").exists()
