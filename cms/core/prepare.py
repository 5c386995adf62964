"""What editors and administrators may do with images, documents, redirects; the names that the back office shows."""

from django.contrib.auth.models import Group, Permission
from django.dispatch import receiver
from django.utils.translation import gettext
from wagtail.models import Collection, GroupCollectionPermission, Page

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS, grant

FILES = {
    EDITORS: ("add", "change", "choose"),
    APPROVERS: ("choose",),
    ADMINISTRATORS: ("add", "change", "choose"),
}

#: Django writes the names of permissions into the database in English.
ACTIONS = {
    "add": "Добавлять: {}",
    "change": "Изменять: {}",
    "delete": "Удалять: {}",
    "view": "Смотреть: {}",
    "choose": "Выбирать: {}",
    "reverse": "Сторнировать: {}",
}


@receiver(prepare_requested)
def prepare_files(**kwargs):
    """Give the roles their rights to images and documents of every collection."""
    root = Collection.get_first_root_node()
    for role, actions in FILES.items():
        group, _created = Group.objects.get_or_create(name=role)
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            names = [f"{action}_{model}" for action in actions]
            GroupCollectionPermission.objects.bulk_create(
                (
                    GroupCollectionPermission(group=group, collection=root, permission=permission)
                    for permission in Permission.objects.filter(content_type__app_label=app_label, codename__in=names)
                ),
                ignore_conflicts=True,
            )


@receiver(prepare_requested)
def prepare_administration(**kwargs):
    """Let administrators arrange collections and redirects; a redirect may lead anywhere, so editors have none."""
    for model in ("wagtailcore.{}_collection", "wagtailredirects.{}_redirect"):
        grant(ADMINISTRATORS, *(model.format(action) for action in ("add", "change", "delete")))


@receiver(prepare_requested)
def prepare_names(**kwargs):
    """Put into Russian what migrations leave in English: permissions and the roots of the trees."""
    renamed = []
    for permission in Permission.objects.select_related("content_type"):
        name = permission_name(permission)
        if name != permission.name:
            permission.name = name
            renamed.append(permission)
    Permission.objects.bulk_update(renamed, ["name"], batch_size=200)
    Page.objects.filter(depth=1, title="Root").update(title="Все сайты", draft_title="Все сайты")
    Collection.objects.filter(depth=1, name="Root").update(name="Все файлы")


def permission_name(permission):
    """Return the permission's Russian name; its own where the model itself gives one."""
    action = permission.codename.removesuffix(f"_{permission.content_type.model}")
    if permission.name.startswith("Can ") and action in ACTIONS:
        return ACTIONS[action].format(permission.content_type.name)
    return gettext(permission.name)
