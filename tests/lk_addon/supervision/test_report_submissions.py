"""The annual report as a form: by year, prefilled, checked by section, printed, returned (REQ-3.2.2.N3)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cms.outbox.domain import drain
from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.sending import send, withdraw
from lk_addon.correspondence.kinds import form_of
from lk_addon.supervision.domain import report_form as forms
from lk_addon.supervision.domain.report import print_version, start_review
from lk_addon.supervision.models import AnnualReport, ReportForm, ReportVersion
from lk_addon.supervision.queries import awaited_report
from lk_addon.supervision.submissions.report import ACCEPT, RETURN
from lk_addon.supervision.submissions.report_form import ANSWER
from tests.factories import contracts, supervision
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N3")]


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-02-10 09:00 +0300")


def blank(member, **options):
    kind = kind_of("annual_report")
    return form_of(kind.code).form(member=member, terms=kind.terms(), **options)


def answers(member, **changed):
    """What the form begins with, and plausible answers to the rest; ``changed`` by the codes of questions."""
    form = blank(member)
    values = {"year": "2025", "subject": "", "text": ""}
    for section in form.sections:
        for field in section.fields:
            known = field.value()
            usual = {"BooleanField": "on", "ChoiceField": "своя", "CharField": "Есть"}
            values[field.name] = usual.get(type(field.field).__name__, "5") if known in (None, "") else str(known)
    return values | {ANSWER + code: value for code, value in changed.items()}


def sent(scene, **changed):
    return sent_letter(scene.member, scene.north, code="annual_report", **answers(scene.north, **changed))


def bound(scene, **changed):
    return form_of("annual_report").form(
        answers(scene.north, **changed), member=scene.north, terms=kind_of("annual_report").terms()
    )


def test_the_form_has_the_nine_sections_and_begins_with_what_is_known(scene):
    contracts.contract(scene.north, 1_500_000, number="7", procurement="direct")
    supervision.specialist(scene.north)
    form = blank(scene.north)
    assert len(form.sections) == 9
    known = {field.name.removeprefix(ANSWER): field.value() for section in form.sections for field in section.fields}
    assert known["inn"] == scene.north.inn
    assert (known["listed_count"], known["contracts_count"], known["competitive_count"]) == (1, 1, 0)
    assert known["contracts_sum"] == Decimal(1_500_000)
    assert "№\u00a07" in known["contracts_list"]
    assert known["revenue"] is None
    assert form.days_left == 19


def test_answers_of_last_years_report_are_offered_but_a_confirmation_is_given_anew(scene, time_machine):
    sent(scene, revenue="77000,50", premises="Офис 100 м²")
    time_machine.move_to("2027-02-10 09:00 +0300")
    form = blank(scene.north)
    assert form[f"{ANSWER}premises"].value() == "Офис 100 м²"
    assert form[f"{ANSWER}revenue"].value() == "77000.50"
    assert form[f"{ANSWER}confirmed"].value() is None
    assert form[f"{ANSWER}contracts_count"].value() == 0
    assert blank(scene.montage)[f"{ANSWER}premises"].value() is None


def test_mistakes_are_told_by_section(scene):
    form = bound(scene, revenue="много", staff_count="", confirmed="")
    assert not form.is_valid()
    assert "1. Общие сведения (1)" in form.non_field_errors()[0]
    assert "4. Финансовые показатели (1)" in form.non_field_errors()[0]
    assert "9. Подтверждение (1)" in form.non_field_errors()[0]
    assert [section.mistakes for section in form.sections] == [1, 0, 0, 1, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("value", ["-1", "1.5", "x"])
def test_a_count_is_a_count(scene, value):
    assert f"{ANSWER}staff_count" in bound(scene, staff_count=value).errors


def test_a_draft_shows_what_was_typed_and_not_what_is_known(scene):
    form = blank(scene.north)
    typed = QueryDict(mutable=True)
    typed.update({"year": "2024", f"{ANSWER}staff_count": "так много", f"{ANSWER}inn": ""})
    form.show_typed(typed)
    assert (form["year"].value(), form.year_in_view) == ("2024", 2024)
    assert form[f"{ANSWER}staff_count"].value() == "так много"
    assert form[f"{ANSWER}inn"].value() == ""


def test_a_sent_report_is_a_version_with_its_answers_and_paper(scene):
    letter = sent(scene, revenue="1 000 000,00")
    said = dict(map(tuple, letter.shown))
    assert (said["За год"], said["Выручка, ₽"]) == ("2025", "1\u00a0000\u00a0000,00\u00a0₽")
    report = AnnualReport.objects.get()
    version = report.versions.get()
    assert (report.member, report.year, report.state) == (scene.north, 2025, "submitted")
    assert (version.letter, version.answers["revenue"], version.file.name) == (letter, "1000000.00", "")
    client = cabinet_of(scene.colleague)
    assert "PDF готовится" in client.get("/reports/2025/").content.decode()
    print_version(version_id=version.pk)
    print_version(version_id=version.pk)
    version.refresh_from_db()
    assert version.file_name == "Отчёт за 2025 год, версия 1.pdf"
    content = b"".join(client.get(f"/reports/versions/{version.pk}/").streaming_content)
    assert content.startswith(b"%PDF")
    assert cabinet_of(scene.outsider).get(f"/reports/versions/{version.pk}/").status_code == 404


def test_the_outbox_prints_it(scene):
    sent(scene)
    drain()
    assert ReportVersion.objects.get().file


def test_a_returned_report_is_corrected_in_the_same_thread_and_accepted(scene):
    letter = sent(scene)
    start_review(report=AnnualReport.objects.get(), actor=scene.staff)
    said = decide(thread=letter.thread, decision=RETURN, data={"remark": "Нет выручки."}, text="", actor=scene.staff)
    assert said.text == "Нет выручки."
    report = AnnualReport.objects.get()
    assert (report.state, report.remarks.get().text) == ("returned", "Нет выручки.")
    again = draft(scene.member, scene.north, code="annual_report", thread=letter.thread, role="correction")
    filled = filled_form(scene.north, code="annual_report", **answers(scene.north, revenue="5"))
    second = send(draft_id=again.pk, form=filled, author_label="л", actor=scene.member)
    assert [version.number for version in report.versions.order_by("number")] == [1, 2]
    decide(thread=second.thread, decision=ACCEPT, data={}, text="Утверждён.", actor=scene.staff)
    report.refresh_from_db()
    letter.thread.refresh_from_db()
    assert (report.state, letter.thread.state) == ("accepted", "completed")
    assert second.effects.get().row == report


@pytest.mark.parametrize("year", ["2025", "2026", "1999"])
def test_a_year_that_is_reported_on_or_not_over_is_refused(scene, year):
    sent(scene)
    form = form_of("annual_report").form(
        answers(scene.north) | {"year": year}, member=scene.north, terms=kind_of("annual_report").terms()
    )
    assert "year" in form.errors


def test_the_list_of_reports_settles_the_thread_too(scene):
    letter = sent(scene)
    report = AnnualReport.objects.get()
    inspector = back_office_of(staff_of("Отдел контроля"))
    assert back_office_of(scene.editor).post(f"/admin/control/reports/{report.pk}/accept/").status_code in (302, 403)
    assert AnnualReport.objects.get().state == "submitted"
    inspector.post(f"/admin/control/reports/{report.pk}/accept/")
    letter.thread.refresh_from_db()
    assert (AnnualReport.objects.get().state, letter.thread.state) == ("accepted", "completed")


def test_a_withdrawn_report_is_awaited_again(scene):
    letter = sent(scene)
    withdraw(thread=letter.thread, reason="Ошибка", author_label="л", actor=scene.member)
    report = AnnualReport.objects.get()
    assert (report.state, report.remarks.get().text) == ("returned", "Отозван членом СРО.")
    assert awaited_report(scene.north).year == 2025


class TestForms:
    def test_a_newer_form_asks_other_questions_of_its_year_alone(self, scene):
        copy = forms.copy_form(form=ReportForm.objects.get(), year=2025, actor=scene.staff)
        copy.sections.pop(0)
        forms.save_form(form=copy, actor=scene.staff)
        assert len(blank(scene.north).sections) == 9
        copy.is_open = True
        forms.save_form(form=copy, actor=scene.staff)
        assert len(blank(scene.north).sections) == 8
        assert len(blank(scene.north, initial={"year": "2024"}).sections) == 9
        forms.close_form(form=copy, actor=scene.staff)
        assert len(blank(scene.north).sections) == 9

    def test_a_form_by_which_somebody_reported_is_copied_and_not_changed(self, scene):
        sent(scene)
        used = ReportForm.objects.get()
        used.ground = "Другое"
        with pytest.raises(ValidationError, match="новую редакцию"):
            forms.save_form(form=used, actor=scene.staff)
        assert (copy := forms.copy_form(form=used, year=used.year, actor=scene.staff)).edition == 2
        assert not copy.is_open

    def test_two_questions_under_one_code_are_refused(self, scene):
        form = forms.copy_form(form=ReportForm.objects.get(), year=2025, actor=None)
        form.sections.append(form.sections[0])
        with pytest.raises(ValidationError, match="повторяется"):
            forms.save_form(form=form, actor=None)

    def test_without_a_form_nothing_can_be_sent(self, scene):
        forms.close_form(form=ReportForm.objects.get(), actor=None)
        form = form_of("annual_report").form(
            {"year": "2025"}, member=scene.north, terms=kind_of("annual_report").terms()
        )
        assert "не утверждена" in form.non_field_errors()[0]

    def test_staff_edit_and_copy_forms_in_the_back_office(self, scene):
        inspector = back_office_of(staff_of("Отдел контроля"))
        form = ReportForm.objects.get()
        html = inspector.get(f"/admin/supervision/reportform/edit/{form.pk}/").content.decode()
        assert "staff_count" in html
        inspector.post(f"/admin/control/report-forms/{form.pk}/copy/", {"year": "2026"})
        assert ReportForm.objects.filter(year=2026, edition=1, is_open=False).exists()
        outsider = back_office_of(scene.editor)
        assert outsider.post(f"/admin/control/report-forms/{form.pk}/close/").status_code in (302, 403)
        assert ReportForm.objects.get(pk=form.pk).is_open
