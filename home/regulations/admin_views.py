"""The staff admin's way to bring an edition from a file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from wagtail.admin.widgets import AdminDateInput

from home.regulations.domain import editions
from home.regulations.importing.errors import UnreadableError
from home.regulations.importing.reading import KINDS, LARGEST_FILE, recognise_file
from home.regulations.models import Regulation


class UploadForm(forms.Form):
    """A file with an edition's text, and the day from which the edition is to be in force."""

    file = forms.FileField(
        label="Файл",
        help_text=f"{', '.join(KINDS)}, не больше {LARGEST_FILE // 1024 // 1024} МБ.",
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )
    effective_from = forms.DateField(label="Действует с", widget=AdminDateInput)
    approved_by = forms.CharField(label="Чем утверждена", max_length=255, required=False)

    def clean_file(self):
        """Recognise the text, or say why that cannot be done."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("Файл слишком велик для текста регламента.")
        self.data_read = file.read()
        try:
            self.recognised = recognise_file(file.name, self.data_read)
        except UnreadableError as error:
            raise ValidationError(str(error)) from error
        return file


def upload(request, pk):
    """Make a draft edition from a file; its own edit page then shows what was recognised."""
    regulation = get_object_or_404(Regulation, pk=pk)
    if not regulation.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            edition, created = editions.import_edition(
                slug=regulation.slug,
                title=regulation.title,
                text=form.recognised.text,
                effective_from=form.cleaned_data["effective_from"],
                published_on=None,
                approved_by=form.cleaned_data["approved_by"],
                draft=True,
                actor=request.user,
                file_name=form.cleaned_data["file"].name,
                file_data=form.data_read,
            )
        except (editions.ConflictError, ValidationError) as error:
            form.add_error("effective_from", getattr(error, "messages", [str(error)]))
        else:
            _tell(request, form.recognised, created=created)
            return redirect("wagtailadmin_pages:edit", edition.pk)
    context = {
        "form": form,
        "media": form.media,
        "regulation": regulation,
        "header_title": "Загрузить редакцию из файла",
        "page_title": "Загрузить редакцию из файла",
        "submit_button_label": "Распознать и создать черновик",
    }
    return TemplateResponse(request, "home/regulations/admin/upload.html", context)


def _tell(request, recognised, *, created):
    if not created:
        messages.warning(request, "Редакция с этим текстом уже есть, новая не создана.")
        return
    said = (
        f"Распознано: разделов — {len(recognised.sections)}, пунктов — {len(recognised.clauses)}, "
        f"строк перечней — {recognised.items}. Сверьте текст и сохраните."
    )
    messages.success(request, said)
    if recognised.dropped:
        messages.info(request, f"Отброшены строки, оставшиеся от страниц: {'; '.join(recognised.dropped[:10])}")
    for warning in recognised.warnings[:10]:
        messages.warning(request, warning)
