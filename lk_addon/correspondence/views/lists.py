"""«Уведомления» and «Черновики» (REQ-3.1.V8, REQ-3.2)."""

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf

from lk_addon.cabinet.datapages import DataListView
from lk_addon.correspondence.filters import NoticeFilter
from lk_addon.correspondence.models import Letter, Reading
from lk_addon.correspondence.queries import drafts_of, employee_in, letters_of
from lk_addon.correspondence.tables import DraftTable, NoticeTable


class NoticesView(DataListView):
    """What the SRO has told the member."""

    title, clause, block = "Уведомления", "3.1", "notices"
    template_name = "lk_addon/correspondence/threads.html"
    table_class, filterset_class = NoticeTable, NoticeFilter
    empty_title = "Уведомлений нет"
    empty_text = "Здесь появится то, о чём СРО сообщит организации. О новом уведомлении скажет письмо на почту."

    def get_queryset(self):
        """Return the notices, each with whether this person has not opened it."""
        read = Reading.objects.filter(letter=OuterRef("pk"), user=self.request.user)
        notices = letters_of(self.member).filter(role=Letter.Role.NOTICE)
        return notices.select_related("thread").annotate(unread=~Exists(read))


class DraftsView(DataListView):
    """What representatives of the member have begun and not sent."""

    title, clause, block = "Черновики", "3.2", "drafts"
    template_name = "lk_addon/correspondence/drafts.html"
    table_class = DraftTable
    empty_title = "Черновиков нет"

    @property
    def empty_text(self):
        """What drafts are; to an employee, why there are none."""
        if employee_in(self.request):
            return "Черновики видит только сама организация: сотрудникам они не показываются, пока не отправлены."
        return "Начатое обращение или документ сохраняется само, пока вы пишете, и ждёт здесь, пока его не отправят."

    def get_queryset(self):
        """Return the drafts with what each is about."""
        typed = NullIf(KT("fields__subject__0"), Value(""), output_field=TextField())
        return drafts_of(self.member, employee_in(self.request)).annotate(
            about=Coalesce("thread__subject", typed, Value(""), output_field=TextField())
        )
