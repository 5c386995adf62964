"""What follows from an annual report: a version of it, its paper, and the SRO's decision."""

from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.forms.fields import RemarkForm
from lk_addon.correspondence.kinds import Decision, FormOfKind
from lk_addon.correspondence.models import Thread
from lk_addon.supervision.domain.report import accept_report, return_report, submit_report
from lk_addon.supervision.models import AnnualReport, ReportForm, ReportVersion
from lk_addon.supervision.submissions.report_form import ANSWER, AnnualReportForm, form_for

REVIEW = "supervision.review_annualreport"
DECIDABLE = (AnnualReport.State.SUBMITTED, AnnualReport.State.UNDER_REVIEW)


def take_in(*, letter, cleaned_data, actor):
    """Keep the answers as the next version of the year's report."""
    year = cleaned_data["year"]
    answers = {name.removeprefix(ANSWER): value for name, value in cleaned_data.items() if name.startswith(ANSWER)}
    form = ReportForm.objects.select_for_update(no_key=True).get(pk=form_for(year).pk)  # nobody edits it meanwhile
    submit_report(member=letter.thread.member, year=year, form=form, answers=answers, letter=letter, actor=actor)


def version_of(letter):
    """Return the version of the report that ``letter`` brought, with its report."""
    return ReportVersion.objects.select_related("report__member").get(letter=letter)


def accept(*, letter, actor):
    """Accept the report."""
    report = accept_report(report=version_of(letter).report, actor=actor)
    note_effect(letter=letter, row=report, said=f"{report} утверждён")


def send_back(*, letter, remark, actor):
    """Return the report with a remark to this version."""
    report = return_report(report=version_of(letter).report, remark=remark, actor=actor)
    note_effect(letter=letter, row=report, said=f"{report} возвращён")


def waits(letter):
    """Whether the report of ``letter`` waits for a decision."""
    return version_of(letter).report.state in DECIDABLE


def release(*, thread, actor):
    """Await the report again when its letter is withdrawn or refused: nothing of it is looked at any more."""
    why = {Thread.State.WITHDRAWN: "Отозван членом СРО.", Thread.State.REJECTED: "Отказано, причина в письме СРО."}
    version = ReportVersion.objects.filter(letter__thread=thread).select_related("report").first()
    if version and thread.state in why and version.report.state in DECIDABLE:
        return_report(report=version.report, remark=why[thread.state], actor=actor)


ACCEPT = Decision(
    "accept",
    "Утвердить отчёт",
    act=accept,
    permission=REVIEW,
    explanation="После утверждения отчёт не изменить.",
    applies=waits,
)
RETURN = Decision(
    "return",
    "Вернуть отчёт с замечаниями",
    act=send_back,
    form=RemarkForm,
    permission=REVIEW,
    explanation="Член СРО исправит отчёт и сдаст новую версию в этой же переписке; срок ответа СРО остановится.",
    applies=waits,
    returns=True,
)
ANNUAL_REPORT = FormOfKind(
    "annual_report",
    AnnualReportForm,
    template="lk_addon/supervision/submissions/report.html",
    on_sent=take_in,
    on_closed=release,
    decisions=(ACCEPT, RETURN),
)


def settle(*, report, decision, text, actor, **data):
    """Decide upon ``report`` from the list of reports: one that a letter brought is settled in the letter's thread."""
    version = report.versions.first()
    if version is not None and version.letter_id and version.letter.thread.is_open:
        return decide(thread=version.letter.thread, decision=decision, data=data, text=text, actor=actor)
    return (accept_report if decision is ACCEPT else return_report)(report=report, actor=actor, **data)
