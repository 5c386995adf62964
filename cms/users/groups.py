"""Staff roles: groups of every installation. Each app grants them its own permissions when asked to prepare."""

from django.contrib.auth.models import Group, Permission
from django.dispatch import receiver

from cms.core.signals import prepare_requested

EDITORS = "Редакторы"
APPROVERS = "Утверждающие"
ADMINISTRATORS = "Администраторы"
ROLES = (EDITORS, APPROVERS, ADMINISTRATORS)


@receiver(prepare_requested)
def prepare_roles(**kwargs):
    """Make the role groups and let them into the staff admin; Wagtail's own two would be roles beside ours."""
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    for role in ROLES:
        grant(role, "wagtailadmin.access_admin")
    grant(ADMINISTRATORS, "users.add_user", "users.change_user", "audit.view_auditentry")


def grant(role, *permissions):
    """Give the group named ``role`` (made when missing) permissions written as ``app_label.codename``."""
    group, _created = Group.objects.get_or_create(name=role)
    for permission in permissions:
        app_label, codename = permission.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
