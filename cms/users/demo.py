"""Demonstration accounts of the public site's staff; other apps add theirs with :func:`ensure_demo_user`."""

from django.contrib.auth.models import Group
from django.dispatch import receiver

from cms.core.signals import demo_requested
from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS
from cms.users.models import User


def ensure_demo_user(email, password, *, groups=(), **fields):
    """Return the user with this e-mail, made when missing, with this password and in these groups, by name."""
    user, made = User.objects.update_or_create(email=email, defaults=fields)
    if made or not user.check_password(password):
        user.set_password(password)
        user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@receiver(demo_requested)
def make_staff(**kwargs):
    """Make the administrator, the editor and the approver."""
    ensure_demo_user(
        "admin@example.com",
        "demo-admin-2026",
        groups=[ADMINISTRATORS],
        is_staff=True,
        is_superuser=True,
        last_name="Администраторова",
        first_name="Анна",
        patronymic="Аркадьевна",
    )
    ensure_demo_user(
        "editor@example.com",
        "demo-editor-2026",
        groups=[EDITORS],
        is_staff=True,
        last_name="Редакторов",
        first_name="Роман",
        patronymic="Родионович",
    )
    ensure_demo_user(
        "director@example.com",
        "demo-director-2026",
        groups=[APPROVERS],
        is_staff=True,
        last_name="Директоров",
        first_name="Денис",
        patronymic="Дмитриевич",
    )
