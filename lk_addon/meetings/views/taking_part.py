"""Taking part: connecting to the conference, and the way to the ballot (REQ-3.1.V11, REQ-3.2.2.N8)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from lk_addon.correspondence.queries import employee_in
from lk_addon.meetings.domain.attendance import connect
from lk_addon.meetings.papers import ballot_pdf
from lk_addon.meetings.queries import BALLOT, ballot_draft_of, ballot_of, meetings_of
from lk_addon.meetings.rules import may_connect


@require_http_methods(["GET", "HEAD", "POST"])
def room(request, pk):
    """Explain when the room opens; a press notes that the member takes part and shows the way in."""
    meeting = get_object_or_404(meetings_of(request.entrance.member).exclude(video_url=""), pk=pk)
    is_in = False
    if request.method == "POST":
        if not may_connect(request.entrance):
            raise PermissionDenied
        try:
            connect(
                meeting=meeting,
                member=request.entrance.member,
                login_label=request.entrance.login_label,
                actor=request.user,
            )
            is_in = True
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("meetings:room", meeting.pk)
    context = {"meeting": meeting, "is_in": is_in, "may_connect": may_connect(request.entrance)}
    return render(request, "lk_addon/meetings/room.html", context)


@require_safe
def ballot_paper(request, pk):
    """Give the empty ballot of the member as PDF, where ballots are taken."""
    member = request.entrance.member
    meeting = get_object_or_404(meetings_of(member).exclude(ballot_deadline=None), pk=pk)
    response = HttpResponse(ballot_pdf(meeting, member), content_type="application/pdf")
    name = f"Бюллетень {member.registration_number}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_safe
def ballot(request, pk):
    """Lead to the ballot as it stands: what was sent, a draft that somebody began, or a new one."""
    member = request.entrance.member
    meeting = get_object_or_404(meetings_of(member), pk=pk)
    sent = ballot_of(member, meeting)
    if sent and sent.letter:
        return redirect("correspondence:thread", sent.letter.thread_id)
    draft = ballot_draft_of(member, meeting, employee_in(request))
    if draft:
        return redirect("correspondence:draft", draft.pk)
    address = reverse("correspondence:new_document", args=[BALLOT])
    return redirect(f"{address}?{urlencode({'meeting': meeting.pk})}")
