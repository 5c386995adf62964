"""Notices in the back office: composing, looking at the recipients, confirming, watching, stopping."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import Group
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.accounts.queries import all_mandates_in_force
from lk_addon.cabinet.departments import DEPARTMENTS
from lk_addon.cabinet.staff import ActView, SaveThroughDomain
from lk_addon.cabinet.stale import WarnsOfOthers
from lk_addon.correspondence.domain import notices
from lk_addon.correspondence.models import Notice, NoticeDelivery, Reading
from lk_addon.correspondence.staff.forms import FilesField
from lk_addon.files.domain.storing import storing
from lk_addon.files.models import StoredFile
from lk_addon.files.views import give
from lk_addon.registry.audience import AudienceForm, members_addressed

VIEW, SEND = "correspondence.view_notice", "correspondence.send_notice"
REFRESH_SECONDS = 5
SHOWN = 50  # members in the preview; its heading says how many there are


class NoticeForm(AudienceForm):
    """The text, its files, from which department it comes and whom it is for."""

    text = forms.CharField(label="Текст", max_length=20_000, widget=forms.Textarea({"rows": 12}))
    uploads = FilesField(label="Добавить файлы", required=False, help_text="Можно несколько. Каждый не больше 50 МБ.")
    kept = forms.ModelMultipleChoiceField(
        label="Приложенные файлы",
        queryset=StoredFile.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Снимите отметку, чтобы убрать файл.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        departments = Group.objects.filter(name__in=DEPARTMENTS).order_by("name")
        if self.for_user is not None and not self.for_user.is_superuser:
            departments = departments.filter(user=self.for_user)
        self.fields["department"].queryset = departments
        if self.instance.pk:
            files = self.instance.files.order_by("created_at", "pk")
            self.fields["kept"].queryset = files
            self.fields["kept"].label_from_instance = lambda file: file.name
            self.fields["kept"].initial = list(files)
        else:
            del self.fields["kept"]

    @property
    def removed(self):
        """Files that were taken out."""
        if "kept" not in self.fields:
            return []
        return self.fields["kept"].queryset.exclude(pk__in=[file.pk for file in self.cleaned_data["kept"]])


class StoreNotice(SaveThroughDomain):
    """Stores a draft with its files and leads to its page."""

    def store(self, form):
        """Store."""
        actor, removed = self.request.user, list(form.removed)
        with storing(form.cleaned_data["uploads"], member=None, actor=actor) as files:
            notices.save_notice(notice=form.save(commit=False), files=files, removed=removed, actor=actor)

    def get_success_url(self):
        """Show what is sent to whom."""
        return reverse("correspondence_notice", args=[self.instance.pk])


class NoticeCreateView(StoreNotice, CreateView):
    """A new notice; «?members=0901» begins one to that member."""

    def get_initial(self):
        """Begin with the members that the address names."""
        numbers = self.request.GET.get("members", "")
        return super().get_initial() | ({"numbers": numbers, "audience": "chosen"} if numbers else {})


class NoticeEditView(WarnsOfOthers, StoreNotice, EditView):
    """A correction of a draft."""


def progress_of(notice):
    """Return counts of a notice: total, waiting, sent, skipped, and how many members have read it."""
    read = Exists(Reading.objects.filter(letter=OuterRef("letter")))
    states = NoticeDelivery.State
    return notice.deliveries.annotate(is_read=read).aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=states.WAITING)),
        sent=Count("pk", filter=Q(state=states.SENT)),
        skipped=Count("pk", filter=Q(state=states.SKIPPED)),
        read=Count("pk", filter=Q(is_read=True)),
    )


def recipients_of(notice):
    """Return the members that a draft would go to, each with whether anybody may read it there."""
    readers = all_mandates_in_force().filter(member=OuterRef("pk"))
    return members_addressed(notice).distinct().annotate(has_readers=Exists(readers)).order_by("sort_name")


@require_safe
@permission_required(VIEW, raise_exception=True)
def overview(request, pk):
    """Show the text, whom it is for and how far it has come; the page renews itself while it is being sent."""
    notice = get_object_or_404(Notice.objects.select_related("department", "confirmed_by"), pk=pk)
    context = {"notice": notice, "files": notice.files.order_by("created_at", "pk"), "may_send": _may_send(request)}
    if notice.is_draft:
        members = recipients_of(notice)
        context |= {
            "count": members.count(),
            "members": members[:SHOWN],
            "without_readers": members.filter(has_readers=False).count(),
        }
    else:
        context["progress"] = progress_of(notice)
        context["deliveries_url"] = f"{AdminURLHelper(NoticeDelivery).index_url}?notice={notice.pk}"
    context["index_url"] = AdminURLHelper(Notice).index_url
    response = render(request, "lk_addon/correspondence/staff/notice.html", context)
    if notice.state == Notice.State.SENDING:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _may_send(request):
    return request.user.has_perm(SEND)


@require_safe
@permission_required(VIEW, raise_exception=True)
def notice_file(request, pk, file):
    """Give a file of a notice."""
    notice = get_object_or_404(Notice, pk=pk)
    return give(request, get_object_or_404(notice.files, pk=file))


class NoticeAct(ActView):
    """What the acts share: they lead back to the notice."""

    model = Notice
    permission_required = SEND

    @property
    def index_url(self):
        """The notice's own page."""
        return reverse("correspondence_notice", args=[self.object.pk])


class ConfirmForm(forms.Form):
    """Carries the number of members that the person saw."""

    expected = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmView(NoticeAct):
    """Send the notice, knowing to how many."""

    form_class = ConfirmForm
    title = "Отправить уведомление"
    done = "Уведомление отправляется."
    dangerous = True

    def get_initial(self):
        """Count now: the number that is shown is the number that is confirmed."""
        return {"expected": recipients_of(self.object).count()}

    @property
    def explanation(self):
        """Say to how many and what cannot be undone."""
        return (
            f"Получателей: {self.get_initial()['expected']}. Каждый член СРО получит одно письмо с исходящим номером. "
            "После подтверждения изменить текст нельзя, отозвать доставленное тоже."
        )

    @property
    def button(self):
        """Say the number on the button itself."""
        return f"Отправить: {self.get_initial()['expected']}"

    def act(self, form):
        """Confirm it."""
        notices.confirm_notice(notice=self.object, expected=form.cleaned_data["expected"], actor=self.request.user)


class StopView(NoticeAct):
    """Stop what has not been delivered."""

    title = "Остановить отправку"
    explanation = "Кто ещё ждёт письма, его не получит. Доставленные письма останутся в кабинетах."
    button = "Остановить"
    done = "Отправка остановлена."
    dangerous = True

    def act(self, form):
        """Stop it."""
        notices.stop_notice(notice=self.object, actor=self.request.user)
