"""Staff roles: groups of every installation. Each app grants them its own permissions when asked to prepare."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Value
from django.db.models.functions import Concat
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
    """Give the group named ``role`` (made when missing) permissions written as ``app_label.codename``.

    Raises Permission.DoesNotExist naming those that no model has.
    """
    group, _created = Group.objects.get_or_create(name=role)
    name = Concat("content_type__app_label", Value("."), "codename")
    found = Permission.objects.annotate(full_name=name).filter(full_name__in=permissions)
    known = {permission.full_name: permission for permission in found}
    if missing := set(permissions) - known.keys():
        raise Permission.DoesNotExist(f"No such permissions: {', '.join(sorted(missing))}")
    group.permissions.add(*known.values())
