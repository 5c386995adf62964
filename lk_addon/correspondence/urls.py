"""Correspondence on the cabinet's host. Only those who may submit write; everybody of the member reads."""

from functools import partial

from django.urls import path

from lk_addon.cabinet.access import needs, service
from lk_addon.correspondence.models import Letter, SubmissionKind
from lk_addon.correspondence.views import archives, checks, compose, kinds, lists, receipts, terms, threads

app_name = "correspondence"
SUBMIT = needs("submit")
NOTICES, CORRESPONDENCE = service("notices"), service("correspondence")
REQUESTS, DOCUMENTS = service("requests"), service("documents")


def _begin(section):
    return SUBMIT(partial(compose.begin, section=section))


def _write_on(role):
    return CORRESPONDENCE(SUBMIT(partial(compose.write_on, role=role)))


_draft_file = CORRESPONDENCE(SUBMIT(compose.draft_file))

urlpatterns = [
    path("requests/", REQUESTS(kinds.requests), name="requests"),
    path("requests/new/<slug:code>/", REQUESTS(_begin(SubmissionKind.Section.REQUEST)), name="new_request"),
    path("documents/", DOCUMENTS(kinds.documents), name="documents"),
    path("documents/new/<slug:code>/", DOCUMENTS(_begin(SubmissionKind.Section.DOCUMENT)), name="new_document"),
    path("documents/term/<slug:code>/", DOCUMENTS(terms.member_term), name="member_term"),
    path("notices/", NOTICES(lists.NoticesView.as_view()), name="notices"),
    path("correspondence/", CORRESPONDENCE(threads.ThreadsView.as_view()), name="threads"),
    path("correspondence/drafts/", CORRESPONDENCE(lists.DraftsView.as_view()), name="drafts"),
    path("correspondence/drafts/<uuid:pk>/", CORRESPONDENCE(SUBMIT(compose.edit)), name="draft"),
    path("correspondence/drafts/<uuid:pk>/files/", CORRESPONDENCE(SUBMIT(compose.files)), name="draft_files"),
    path("correspondence/drafts/<uuid:pk>/files/<int:file>/", _draft_file, name="draft_file"),
    path("correspondence/drafts/<uuid:pk>/discard/", CORRESPONDENCE(SUBMIT(compose.discard)), name="discard_draft"),
    path("correspondence/files/<uuid:pk>/", CORRESPONDENCE(threads.attachment), name="file"),
    path("correspondence/checks/<uuid:pk>/", CORRESPONDENCE(checks.check), name="check"),
    path("correspondence/checks/<uuid:pk>.pdf", CORRESPONDENCE(checks.check_pdf), name="check_pdf"),
    path("correspondence/letters/<uuid:pk>/receipt/", CORRESPONDENCE(receipts.receipt), name="receipt"),
    path("correspondence/letters/<uuid:pk>/receipt.pdf", CORRESPONDENCE(receipts.receipt_pdf), name="receipt_pdf"),
    path("correspondence/<uuid:pk>/", CORRESPONDENCE(threads.thread), name="thread"),
    path("correspondence/<uuid:pk>/archive.zip", CORRESPONDENCE(archives.at_once), name="archive"),
    path("correspondence/<uuid:pk>/archive/", CORRESPONDENCE(archives.page), name="archive_page"),
    path("correspondence/<uuid:pk>/archive/file/", CORRESPONDENCE(archives.made), name="archive_file"),
    path("correspondence/<uuid:pk>/answer/", _write_on(Letter.Role.ANSWER), name="answer"),
    path("correspondence/<uuid:pk>/correct/", _write_on(Letter.Role.CORRECTION), name="correct"),
    path("correspondence/<uuid:pk>/withdraw/", CORRESPONDENCE(SUBMIT(threads.withdraw)), name="withdraw"),
]
