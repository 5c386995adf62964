"""Access to the cabinet in the back office."""

from django.urls import path
from wagtail import hooks
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from lk_addon.accounts.staff import (
    applications,
    blocks,
    contacts,
    disclosures,
    looking_in,
    mandates,
    powers,
    recovery,
)
from lk_addon.accounts.staff.applications import ApplicationAdmin
from lk_addon.accounts.staff.blocks import BlockAdmin
from lk_addon.accounts.staff.consents import ConsentAdmin
from lk_addon.accounts.staff.contacts import ContactStateAdmin, EmailChangeAdmin
from lk_addon.accounts.staff.disclosures import DisclosureAdmin
from lk_addon.accounts.staff.mandates import MandateAdmin
from lk_addon.accounts.staff.powers import PowerAdmin
from lk_addon.accounts.staff.recovery import IdentityCheckAdmin


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the acts their addresses."""
    return [
        path("access/<int:pk>/check/", applications.CheckView.as_view(), name="access_check"),
        path("access/<int:pk>/reopen/", applications.ReopenView.as_view(), name="access_reopen"),
        path("access/<int:pk>/invite/", applications.InviteView.as_view(), name="access_invite"),
        path("access/<int:pk>/refuse/", applications.RefuseView.as_view(), name="access_refuse"),
        path("access/<int:pk>/scan/<slug:which>/", applications.open_scan, name="access_scan"),
        path("mandates/<int:pk>/contacts/", contacts.NoteFailureView.as_view(), name="access_contacts_failed"),
        path("contacts/<int:pk>/settle/", contacts.SettleFailureView.as_view(), name="access_contacts_settle"),
        path("disclosures/<int:pk>/", disclosures.HandleDisclosureView.as_view(), name="access_disclosure"),
        path("mandates/<int:pk>/link/", recovery.ReplaceCredentialsView.as_view(), name="access_new_link"),
        path("mandates/<int:pk>/second-factor/", recovery.ResetSecondFactorView.as_view(), name="access_reset_factor"),
        path("mandates/<int:pk>/extend/", mandates.ExtendView.as_view(), name="access_extend"),
        path("mandates/<int:pk>/permissions/", mandates.PermissionsView.as_view(), name="access_permissions"),
        path("mandates/<int:pk>/suspend/", mandates.SuspendView.as_view(), name="access_suspend"),
        path("mandates/<int:pk>/resume/", mandates.ResumeView.as_view(), name="access_resume"),
        path("mandates/<int:pk>/confirm-head/", mandates.ConfirmHeadView.as_view(), name="access_confirm_head"),
        path("mandates/<int:pk>/revoke/", mandates.RevokeView.as_view(), name="access_revoke"),
        path("mandates/<int:pk>/power/", powers.ReceiveView.as_view(), name="access_power_add"),
        path("powers/<int:pk>/confirm/", powers.ConfirmView.as_view(), name="access_power_confirm"),
        path("powers/<int:pk>/end/", powers.EndView.as_view(), name="access_power_end"),
        path("powers/<int:pk>/<slug:part>/", powers.open_file, name="access_power_file"),
        path("mandates/<int:pk>/block/", blocks.BlockView.as_view(), name="access_block"),
        path("registry/<int:pk>/look-in/", looking_in.look_in, name="access_look_in"),
        path("registry/<int:pk>/block-access/", blocks.BlockMemberView.as_view(), name="access_block_member"),
        path("blocks/<int:pk>/lift/", blocks.LiftBlockView.as_view(), name="access_unblock"),
    ]


class AccessGroup(ModelAdminGroup):
    """The menu «Доступ в кабинет»."""

    menu_label = "Доступ в кабинет"
    menu_icon = "key"
    menu_order = 310
    items = (
        ApplicationAdmin,
        MandateAdmin,
        PowerAdmin,
        BlockAdmin,
        DisclosureAdmin,
        ContactStateAdmin,
        EmailChangeAdmin,
        IdentityCheckAdmin,
        ConsentAdmin,
    )


modeladmin_register(AccessGroup)
