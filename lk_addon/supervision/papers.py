"""The annual report on paper."""

from cms.core.pdf import render_pdf
from lk_addon.supervision.submissions.report_form import answer_words


def report_pdf(version):
    """Return the PDF of a version that was filled in in the cabinet. Raises PdfUnavailableError."""
    sections = [
        (
            section.value["title"],
            [
                (question["label"], answer_words(question, version.answers.get(question["code"])))
                for question in section.value["fields"]
            ],
        )
        for section in version.form.sections
    ]
    context = {"version": version, "report": version.report, "letter": version.letter, "sections": sections}
    return render_pdf("lk_addon/supervision/report_paper.html", "lk_addon/supervision/report_paper.css", context)
