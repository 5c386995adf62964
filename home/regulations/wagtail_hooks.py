"""What staff must not do to published editions, and who may read the file of a draft."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from home.regulations import admin_views
from home.regulations.models import Edition, PublicationRecord, Regulation


@hooks.register("register_admin_urls")
def upload_url():
    """Give the upload form its address."""
    return [path("regulations/<int:pk>/upload/", admin_views.UploadView.as_view(), name="regulations_upload")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def upload_button(page, user, next_url=None, **kwargs):
    """Offer the upload where a regulation is listed or edited."""
    if page.specific_class is Regulation and page.permissions_for_user(user).can_add_subpage():
        yield Button(
            "Загрузить редакцию из файла",
            reverse("regulations_upload", args=[page.pk]),
            icon_name="upload",
            priority=15,
        )


@hooks.register("before_delete_page")
def keep_published_editions(request, page):
    """Editions that were published once are kept, and so is what they stand in (REQ-7.2, п. 7.2)."""
    if PublicationRecord.objects.filter(edition__path__startswith=page.path).exists():
        messages.error(request, "Удалить нельзя: здесь есть опубликованные редакции, свидетельства о них хранятся.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_unpublish_page")
def keep_effective_editions_public(request, page):
    """An edition that is or was in force stays public (REQ-2.2)."""
    today = timezone.localdate()
    below = Edition.objects.live().filter(path__startswith=page.path, effective_from__lte=today)
    if below.exists():
        messages.error(request, "Снять с публикации нельзя: редакция действует или действовала.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_serve_document")
def hide_files_of_drafts(document, request):
    """The original file of an edition is public when the edition is; before that only staff read it."""
    editions = Edition.objects.filter(original_file=document)
    if editions.exists() and not editions.live().exists() and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
