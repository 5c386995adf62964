"""Correspondence in the back office: its menu and the addresses of its acts."""

from django.urls import include, path
from wagtail import hooks
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from lk_addon.correspondence.staff import acts, archives, certificates, notices, thread, undertakings, writing
from lk_addon.correspondence.staff.certificates import CertificateAdmin
from lk_addon.correspondence.staff.kind_lists import KindAdmin, TemplateAdmin, TermsAdmin
from lk_addon.correspondence.staff.lists import ThreadAdmin
from lk_addon.correspondence.staff.notice_lists import DeliveryAdmin, NoticeAdmin
from lk_addon.correspondence.staff.undertakings import UndertakingAdmin


@hooks.register("register_admin_urls")
def correspondence_urls():
    """Give the pages and acts their addresses."""
    steps = [
        path(f"<uuid:pk>/{step.name}/", step.as_view(), name=f"correspondence_{step.name.replace('-', '_')}")
        for step in thread.STEPS
    ]
    checks = [
        path("", thread.check_page, name="correspondence_check"),
        path("protocol/", thread.check_protocol, name="correspondence_check_protocol"),
        path("evidence/", thread.check_evidence, name="correspondence_check_evidence"),
        path("repeat/", thread.RepeatCheckView.as_view(), name="correspondence_check_repeat"),
    ]
    threads = [
        path("<uuid:pk>/", thread.ThreadPage.as_view(), name="correspondence_thread"),
        path("<uuid:pk>/archive.zip", archives.at_once, name="correspondence_archive"),
        path("<uuid:pk>/archive/", archives.page, name="correspondence_archive_page"),
        path("<uuid:pk>/archive/file/", archives.made, name="correspondence_archive_file"),
        path("<uuid:pk>/print/", thread.thread_print, name="correspondence_print"),
        path("<uuid:pk>/files/<uuid:file>/", thread.thread_file, name="correspondence_file"),
        path("<uuid:pk>/checks/<uuid:check>/", include(checks)),
        path("<uuid:pk>/decide/<slug:code>/", writing.DecideView.as_view(), name="correspondence_decide"),
        *steps,
    ]
    sent = [
        path("<int:pk>/", notices.overview, name="correspondence_notice"),
        path("<int:pk>/send/", notices.ConfirmView.as_view(), name="correspondence_notice_send"),
        path("<int:pk>/stop/", notices.StopView.as_view(), name="correspondence_notice_stop"),
        path("<int:pk>/files/<uuid:file>/", notices.notice_file, name="correspondence_notice_file"),
    ]
    return [
        path("correspondence/threads/", include(threads)),
        path("correspondence/notices/", include(sent)),
        path(
            "correspondence/undertakings/<int:pk>/fulfilled/",
            undertakings.FulfilView.as_view(),
            name="correspondence_fulfil",
        ),
        path("correspondence/register/", acts.RegisterManyView.as_view(), name="correspondence_register_many"),
        path("correspondence/certificates/<int:pk>/", certificates.certificate, name="correspondence_certificate"),
    ]


class CorrespondenceGroup(ModelAdminGroup):
    """The menu «Переписка»."""

    menu_label = "Переписка"
    menu_icon = "mail"
    menu_order = 335
    items = (
        ThreadAdmin,
        NoticeAdmin,
        DeliveryAdmin,
        UndertakingAdmin,
        TemplateAdmin,
        KindAdmin,
        TermsAdmin,
        CertificateAdmin,
    )


modeladmin_register(CorrespondenceGroup)
