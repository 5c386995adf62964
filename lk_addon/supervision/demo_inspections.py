"""Invented inspections: every state that an inspection may be in, near terms and terms that have passed."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.core.uploads import OwnFile
from lk_addon.registry.models import Member
from lk_addon.supervision.domain import documents, inspection, outcome
from lk_addon.supervision.models import DisciplinaryAction, Inspection, InspectionPlan, InspectionSubject

Kind, Form, Reason = Inspection.Kind, Inspection.Form, Inspection.Reason
DOCUMENTS = (
    "Сведения о специалистах и их трудовые договоры",
    "Документы системы контроля качества работ",
    "Журнал производства работ за последний квартал",
    "Договоры строительного подряда, заключённые за год",
)
VIOLATIONS = [
    (
        "Положение о членстве, п. 4.3",
        "Специалист по организации строительства не подтвердил квалификацию: срок независимой оценки истёк.",
    ),
    ("Стандарт СРО «Контроль качества», п. 2.1", "Не ведётся журнал входного контроля материалов."),
]


def load_inspections(act):
    """Make them all; ``act`` is the bytes of the file that stands for each act and decision."""
    demo = Demo(act)
    demo.closed_well("0901", -420)
    demo.documents_requested("0901", 4)
    demo.remediation("0901", -70, cure=6)
    demo.disciplined("0902", -380, closed=True)
    demo.in_progress("0902", -4)
    demo.act_issued("0903", -20)
    demo.planned("0952", 25)
    demo.recheck("0904", -90)
    demo.disciplined("0904", -120, kind=DisciplinaryAction.Kind.SUSPENSION)
    demo.notified("0905", 10)
    demo.cancelled("0905", -200)
    demo.postponed("0951", 15)
    demo.closed_well("0951", -400)
    demo.remediation("0952", -80, cure=-5)
    for plan in InspectionPlan.objects.filter(year__lte=demo.today.year):
        plan.published_at = timezone.now()
        plan.save(update_fields=["published_at"])


class Demo:
    """Makes inspections by the steps that staff make, on days counted from today."""

    def __init__(self, act):
        self.today = timezone.localdate()
        self.act = act
        self.subjects = list(InspectionSubject.objects.all())

    def day(self, offset):
        """Return the day so many days from today."""
        return self.today + timedelta(days=offset)

    def file(self, name):
        """Return a fresh file."""
        return OwnFile(self.act, name=name)

    def plan(self, year):
        """Return the plan of that year."""
        return InspectionPlan.objects.get_or_create(
            year=year, defaults={"approved_by": f"Решение Совета, протокол № 40 от 15.12.{year - 1}"}
        )[0]

    def make(self, number, start, *, reason="", form=Form.DOCUMENTARY):
        """Make an inspection that begins so many days from today; with a ``reason`` it is not planned."""
        first = self.day(start)
        row = Inspection(
            member=Member.objects.get(registration_number=number),
            plan=None if reason else self.plan(first.year),
            kind=Kind.UNPLANNED if reason else Kind.PLANNED,
            reason=reason,
            form=form,
            start=first,
            end=first + timedelta(days=20),
        )
        row = inspection.save_inspection(inspection=row, actor=None)
        row.subjects.set(self.subjects[2:4] if reason else self.subjects[:2])
        return row

    def told(self, row):
        """Notify the member ten days ahead."""
        day = row.start - timedelta(days=10)
        return inspection.notify(inspection=row, basis_no=f"{row.pk}-п", basis_date=day, actor=None)

    def with_act(self, row, violations=()):
        """Draw the act up when the inspection ends, or today."""
        self.told(row)
        inspection.start(inspection=row, actor=None)
        day = min(row.end, self.today)
        found = Inspection.Result.VIOLATIONS if violations else Inspection.Result.NO_VIOLATIONS
        return inspection.issue_act(
            inspection=row,
            act_no=f"{row.pk}/{day.year}",
            act_date=day,
            act_file=self.file("act.pdf"),
            result=found,
            violations=violations,
            actor=None,
        )

    def date_steps(self, row, *offsets):
        """Put the steps on days counted from the start of the inspection, as if they had been made then."""
        for step, offset in zip(row.steps.all(), offsets, strict=True):
            day = min(row.start + timedelta(days=offset), self.today)
            step.at = timezone.make_aware(datetime.combine(day, time(10, 0)))
            step.save(update_fields=["at"])
        if row.closed_at:
            Inspection.objects.filter(pk=row.pk).update(
                closed_at=min(row.start + timedelta(days=offsets[-1]), self.today)
            )

    def planned(self, number, start):
        """Stands in the plan."""
        self.date_steps(self.make(number, start), -120)

    def notified(self, number, start):
        """The member knows."""
        self.date_steps(self.told(self.make(number, start, form=Form.ON_SITE)), -120, -20)

    def documents_requested(self, number, start):
        """Four documents, each in another state, to be presented in a week."""
        row = self.told(self.make(number, start))
        documents.request_documents(inspection=row, names=DOCUMENTS, due=self.day(7), actor=None)
        self.date_steps(row, -120, -10, -9)
        first, second, third, _last = row.documents.all()
        for place, document in enumerate((first, second, third), start=1):
            file = self.file(f"Документы к проверке, часть {place}.pdf")
            documents.receive_document(document=document, file=file, actor=None)
        documents.accept_document(document=first, actor=None)
        documents.return_document(
            document=second, remark="Нет приказа о назначении ответственного за контроль качества.", actor=None
        )

    def in_progress(self, number, start):
        """Goes on, out of turn, at the member's place."""
        row = self.told(self.make(number, start, reason=Reason.COMPLAINT, form=Form.ON_SITE))
        inspection.start(inspection=row, actor=None)
        self.date_steps(row, -12, -10, 0)

    def act_issued(self, number, start):
        """Violations are found, no term is set yet."""
        self.date_steps(self.with_act(self.make(number, start), VIOLATIONS[1:]), -120, -10, 0, 20)

    def remediation(self, number, start, *, cure):
        """One of two violations is cured; the rest so many days from today."""
        row = self.with_act(self.make(number, start, reason=Reason.DISCREPANCY), VIOLATIONS)
        row = outcome.demand_remediation(inspection=row, cure_by=self.day(cure), actor=None)
        outcome.cure_violation(
            violation=row.violations.last(),
            cured_at=self.day(-15),
            evidence="Копия журнала входного контроля",
            actor=None,
        )
        self.date_steps(row, -12, -10, 0, 20, 22)

    def recheck(self, number, start):
        """Whether the violations are cured is being looked at."""
        row = self.with_act(self.make(number, start, reason=Reason.ORDER), VIOLATIONS)
        outcome.demand_remediation(inspection=row, cure_by=self.day(-8), actor=None)
        self.date_steps(outcome.recheck(inspection=row, actor=None), -12, -10, 0, 20, 22, 84)

    def disciplined(self, number, start, *, kind=DisciplinaryAction.Kind.ORDER, closed=False):
        """Violations ended in a measure, which may be carried out already."""
        row = self.with_act(self.make(number, start), VIOLATIONS[:1])
        measure = DisciplinaryAction(
            kind=kind,
            protocol_no=f"{row.pk}-Д",
            date=row.start + timedelta(days=30),
            until=row.start + timedelta(days=60) if closed else self.day(20),
            text="Подтвердить квалификацию специалиста и представить свидетельство в СРО.",
            decision_file=self.file("decision.pdf"),
        )
        row = outcome.discipline(inspection=row, measure=measure, actor=None)
        offsets = [-120, -10, 0, 20, 30]
        if closed:
            fulfilled = DisciplinaryAction.Status.FULFILLED
            outcome.end_measure(measure=measure, status=fulfilled, ended_at=row.start + timedelta(days=55), actor=None)
            row = inspection.close(inspection=row, actor=None)
            offsets.append(56)
        self.date_steps(row, *offsets)

    def closed_well(self, number, start):
        """Nothing was found."""
        row = inspection.close(inspection=self.with_act(self.make(number, start)), actor=None)
        self.date_steps(row, -120, -10, 0, 20, 21)

    def cancelled(self, number, start):
        """Given up."""
        row = self.told(self.make(number, start, reason=Reason.COMPLAINT))
        row = inspection.cancel(inspection=row, reason="Заявитель отозвал жалобу", actor=None)
        self.date_steps(row, -12, -10, -5)

    def postponed(self, number, start):
        """Put off."""
        row = self.told(self.make(number, start))
        row = inspection.postpone(inspection=row, reason="Ходатайство члена СРО: сезонная остановка работ", actor=None)
        self.date_steps(row, -120, -20, -16)
