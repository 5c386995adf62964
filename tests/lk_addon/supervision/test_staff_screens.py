"""Screens of the control department: they work for it, and nobody else reaches or posts to them."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.registry.staff_page import member_url
from lk_addon.supervision.models import (
    AnnualReport,
    DisciplinaryAction,
    Inspection,
    RequestedDocument,
    Specialist,
    SpecialistDocument,
    Violation,
)
from tests.factories import supervision as make
from tests.factories.files import PDF
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V3")]

LISTS = [
    "/admin/control/",
    "/admin/supervision/inspection/",
    "/admin/supervision/inspection/create/",
    "/admin/supervision/inspectionplan/",
    "/admin/supervision/disciplinaryaction/",
    "/admin/supervision/annualreport/",
    "/admin/supervision/specialist/",
    "/admin/supervision/inspectionsubject/",
    "/admin/supervision/controlterms/",
    "/admin/control/reports/submit/",
]


@pytest.fixture
def controller(scene):
    """An employee of the control department."""
    return staff_of(CONTROL_DEPARTMENT)


def upload(name="Акт.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def day(count):
    return make.days(count).isoformat()


@pytest.fixture
def acts(scene):
    """Address and form of every act, each on a row in the state for it."""
    north = scene.north
    received = make.received(north)
    plan = make.plan_of(make.days(0).year + 1, published=False)
    recheck = make.remediated(north)
    Inspection.objects.filter(pk=recheck.pk).update(state="recheck")
    cancelled, postponed, again = make.planned(north), make.notified(north), make.planned(north)
    Inspection.objects.filter(pk=again.pk).update(state="postponed")
    for_return, for_review, for_accept = (
        make.report(north, year=year) for year in (make.days(0).year - 3, make.days(0).year - 2, make.days(0).year - 1)
    )
    in_progress = make.notified(north)
    Inspection.objects.filter(pk=in_progress.pk).update(state="in_progress")
    specialist = make.specialist(north)
    to_cure = make.remediated(north)
    base = "/admin/control"
    act = {"act_no": "5", "act_date": day(0), "result": "violations", "norm_1": "п. 1", "text_1": "Нет приказа"}
    fulfilled, lifted = make.disciplined(north), make.disciplined(north)
    measure = {"kind": "order", "body": "Комитет", "protocol_no": "8", "date": day(0), "until": day(9), "text": ""}
    fill = {
        "first": f"{plan.year}-02-01",
        "last": f"{plan.year}-11-01",
        "duration": "10",
        "form": "documentary",
        "subjects": [],
        "members": [],
    }
    return {
        f"{base}/inspections/{make.planned(north).pk}/notify/": {"basis_no": "1", "basis_date": day(-20)},
        f"{base}/inspections/{make.notified(north).pk}/documents/": {"names": "Устав\n\nПриказ", "due": day(3)},
        f"{base}/inspections/{make.notified(north).pk}/start/": {},
        f"{base}/inspections/{in_progress.pk}/act/": act | {"act_file": upload},
        f"{base}/inspections/{make.with_act(north, make.VIOLATIONS).pk}/remediation/": {"cure_by": day(9)},
        f"{base}/inspections/{make.remediated(north).pk}/recheck/": {},
        f"{base}/inspections/{recheck.pk}/discipline/": measure | {"decision_file": upload},
        f"{base}/inspections/{make.with_act(north).pk}/close/": {},
        f"{base}/inspections/{postponed.pk}/postpone/": {"reason": "Ходатайство"},
        f"{base}/inspections/{again.pk}/reschedule/": {"start": day(30), "end": day(40)},
        f"{base}/inspections/{cancelled.pk}/cancel/": {"reason": "Отозвана"},
        f"{base}/documents/{make.with_documents(north).documents.first().pk}/receive/": {"file": upload},
        f"{base}/documents/{received.pk}/accept/": {},
        f"{base}/documents/{make.received(north).pk}/return/": {"remark": "Нет печати"},
        f"{base}/violations/{to_cure.violations.first().pk}/cure/": {"cured_at": day(0), "evidence": "Приказ"},
        f"{base}/measures/{fulfilled.pk}/fulfil/": {"ended_at": day(0)},
        f"{base}/measures/{lifted.pk}/lift/": {"ended_at": day(0)},
        f"{base}/plans/{plan.pk}/fill/": fill,
        f"{base}/plans/{make.planned(north, start=-9, kind='planned', plan=current_plan()).plan_id}/publish/": {},
        f"{base}/reports/{for_review.pk}/review/": {},
        f"{base}/reports/{for_accept.pk}/accept/": {},
        f"{base}/reports/{for_return.pk}/return/": {"remark": "Нет раздела 3"},
        f"{base}/reports/submit/": {"member": scene.montage.pk, "year": make.days(0).year - 1, "file": upload},
        f"{base}/specialists/{specialist.pk}/document/": {"kind": "order", "file": upload},
        f"{base}/specialists/{make.specialist(north, nrs='').pk}/leave/": {"left_at": day(0)},
    }


def current_plan():
    return make.plan_of(make.days(-9).year, published=False)


def filled(form):
    """Return the form with fresh files in the places of uploads."""
    return {name: value() if value is upload else value for name, value in form.items()}


def state():
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            Inspection,
            RequestedDocument,
            Violation,
            DisciplinaryAction,
            AnnualReport,
            Specialist,
            SpecialistDocument,
        )
    ]


@pytest.mark.parametrize("path", LISTS)
def test_department_sees_its_screens_and_others_none(scene, controller, path):
    assert back_office_of(controller).get(path).status_code == 200
    for stranger in (scene.editor, scene.staff):
        assert back_office_of(stranger).get(path).status_code in (302, 403)
    assert "Контроль" not in back_office_of(scene.editor).get("/admin/").content.decode()


def test_nobody_without_the_right_can_post_an_act_and_looking_changes_nothing(scene, controller, acts):
    before = state()
    strangers = [
        back_office_of(scene.editor),
        back_office_of(scene.staff),
        Client(headers={"host": settings.SITE_HOST}),
        cabinet_of(scene.member),
    ]
    department = back_office_of(controller)
    for address, form in acts.items():
        for client in strangers:
            assert client.post(address, filled(form)).status_code in (302, 403, 404), address
        assert department.get(address).status_code == 200, address
    assert state() == before


def test_every_act_works_for_the_department_and_is_in_the_journal(scene, controller, acts):
    client = back_office_of(controller)
    subjects = [subject.pk for subject in make.subjects()[:2]]
    member = make.long_ago(scene.trader)
    for address, fields in acts.items():
        form = filled(fields)
        if address.endswith("/fill/"):
            form |= {"subjects": subjects, "members": [member.pk]}
        known = AuditEntry.objects.filter(actor=controller).count()
        answer = client.post(address, form)
        assert answer.status_code == 302, (address, answer.content.decode()[-3000:])
        assert AuditEntry.objects.filter(actor=controller).count() == known + 1, address


def test_step_that_does_not_follow_says_why(scene, controller):
    row = make.planned(scene.north)
    html = back_office_of(controller).post(f"/admin/control/inspections/{row.pk}/start/").content.decode()
    assert "Проверка сейчас в состоянии «запланирована»" in html
    client = back_office_of(controller)
    in_progress = make.notified(scene.north)
    client.post(f"/admin/control/inspections/{in_progress.pk}/start/")
    form = {"act_no": "5", "act_date": day(0), "result": "no_violations", "norm_1": "п. 1", "text_1": ""}
    address = f"/admin/control/inspections/{in_progress.pk}/act/"
    assert "нужны и норма, и описание" in client.post(address, form | {"act_file": upload()}).content.decode()
    bad = upload("act.pdf", b"<script>alert(1)</script>")
    html = client.post(address, form | {"norm_1": "", "act_file": bad}).content.decode()
    assert "не похоже на PDF" in html
    assert Inspection.objects.get(pk=in_progress.pk).state == "in_progress"


def test_page_of_an_inspection_offers_the_steps_that_are_possible(scene, controller):
    row = make.with_documents(scene.north)
    client = back_office_of(controller)
    html = client.get(f"/admin/supervision/inspection/inspect/{row.pk}/").content.decode()
    for words in ("Начало проверки", "Отложить проверку", "Приложить полученный"):
        assert words in html
    assert "Акт проверки" not in html
    assert client.get(f"/admin/supervision/inspection/edit/{row.pk}/").status_code in (302, 403)
    client.post(f"/admin/supervision/inspection/delete/{row.pk}/")
    assert Inspection.objects.filter(pk=row.pk).exists()


def test_files_are_given_to_those_with_the_right_and_journalled(scene, controller):
    act, taken, document = make.with_act(scene.north), make.disciplined(scene.north), make.received(scene.north)
    report, specialist = make.report(scene.north), make.specialist(scene.north)
    addresses = [
        f"/admin/control/inspections/{act.pk}/act-file/",
        f"/admin/control/measures/{taken.pk}/file/",
        f"/admin/control/documents/{document.pk}/file/",
        f"/admin/control/reports/{report.pk}/file/",
        f"/admin/control/specialists/documents/{specialist.documents.get().pk}/",
    ]
    for address in addresses:
        assert back_office_of(scene.editor).get(address).status_code in (302, 403), address
        answer = back_office_of(controller).get(address)
        assert b"".join(answer.streaming_content) == PDF, address
    assert AuditEntry.objects.filter(actor=controller, action="file.downloaded").count() == 4
    assert AuditEntry.objects.filter(actor=controller, action="specialist.document_read").count() == 1


def test_inspection_is_entered_by_its_form_and_rules_are_told(scene, controller):
    client = back_office_of(controller)
    form = {
        "member": scene.north.pk,
        "number": "",
        "plan": "",
        "kind": "planned",
        "reason": "",
        "form": "on_site",
        "start": day(10),
        "end": day(20),
        "subjects": [make.subjects()[0].pk],
    }
    address = "/admin/supervision/inspection/create/"
    assert client.post(address, form | {"end": day(9)}).status_code == 200
    assert client.post(address, form | {"kind": "unplanned"}).status_code == 200
    assert client.post(address, form).status_code == 302
    row = Inspection.objects.get()
    assert (row.number, row.subjects.count()) == (f"{row.start.year}-001", 1)
    assert "не больше, чем 1" in client.post(address, form).content.decode()
    edited = client.post(f"/admin/supervision/inspection/edit/{row.pk}/", form | {"number": row.number, "end": day(25)})
    assert edited.status_code == 302
    assert Inspection.objects.get().end == make.days(25)


def test_specialist_is_entered_by_the_form(scene, controller):
    form = {
        "member": scene.north.pk,
        "full_name": "Новый Никита Никитич",
        "role": "organiser",
        "employment": "main",
        "nrs_number": "C-00-000009",
        "nok_date": "2025-02-01",
        "nok_valid_to": "",
    }
    answer = back_office_of(controller).post("/admin/supervision/specialist/create/", form)
    assert answer.status_code == 302
    row = Specialist.objects.get()
    assert (row.nrs_number, row.nok_valid_to.isoformat()) == ("С-00-000009", "2030-02-01")


def test_page_of_a_member_has_tabs_for_the_department_only(scene, controller):
    make.with_act(scene.north)
    make.specialist(scene.north)
    report = make.report(scene.north)
    client = back_office_of(controller)
    html = client.get(member_url(scene.north, "inspections")).content.decode()
    for words in ("12/К", f"/admin/control/reports/{report.pk}/file/"):
        assert words in html
    html = client.get(member_url(scene.north, "specialists")).content.decode()
    assert "Секретова" in html
    assert "Секретова" not in client.get(member_url(scene.north)).content.decode()
    for tab in ("inspections", "specialists"):
        assert back_office_of(scene.staff).get(member_url(scene.north, tab)).status_code == 404


@pytest.mark.req("REQ-L.6")
def test_first_page_counts_what_waits(scene, controller):
    make.long_ago(scene.trader)
    make.report(scene.north)
    html = back_office_of(controller).get("/admin/").content.decode()
    for words in ("Членов без плановой проверки дольше срока", "Отчётов ждут рассмотрения"):
        assert words in html
    assert "отчётов ждут" not in back_office_of(scene.editor).get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["/admin/supervision/inspection/", "/admin/control/"])
def test_lists_cost_the_same_for_few_and_for_many(scene, controller, path):
    client, counts = back_office_of(controller), []
    for _round in range(2):
        make.disciplined(scene.north)
        make.remediated(scene.north)
        make.with_documents(scene.north, start=2)
        make.specialist(scene.north, nrs="", nok=-1)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
