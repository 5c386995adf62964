"""A person's own sessions and sign-ins: look, end (REQ-2.3.b, REQ-6.4)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import TemplateView

from cms.users import domain
from cms.users.queries import open_sessions
from cms.users.views.security import SignedInView

PER_PAGE = 25


class SignInsView(SignedInView, TemplateView):
    """When, from where and by what somebody signed in as this person, or tried to."""

    template_name = "cms/users/sign_ins.html"

    def get_context_data(self, **kwargs):
        """Add a page of them."""
        pages = Paginator(self.request.user.sign_ins.all(), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"sign_ins": page, "kept_days": domain.SIGN_INS_KEPT.days}


class EndSessionView(SignedInView):
    """End one other session of one's own; anybody else's does not exist."""

    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        """Look for it before anything is said about the method."""
        if request.user.is_authenticated:
            others = [one for one in open_sessions(request.user, request.session) if not one.current]
            self.sign_in = next((one for one in others if one.pk == self.kwargs["pk"]), None)
            if self.sign_in is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, pk):
        """End it."""
        domain.end_session(user=request.user, sign_in=self.sign_in)
        messages.success(request, "Сеанс завершён.")
        return redirect("two_factor:profile")


class EndOtherSessionsView(SignedInView):
    """End every session of one's own but this one."""

    http_method_names = ["post"]

    def post(self, request):
        """End them."""
        domain.end_other_sessions(user=request.user, session=request.session)
        messages.success(request, "Остальные сеансы завершены.")
        return redirect("two_factor:profile")
