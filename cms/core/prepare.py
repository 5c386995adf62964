"""What editors and administrators may do with images, documents, redirects."""

from django.contrib.auth.models import Group, Permission
from django.dispatch import receiver
from wagtail.models import Collection, GroupCollectionPermission

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS, grant

FILES = {
    EDITORS: ("add", "change", "choose"),
    APPROVERS: ("choose",),
    ADMINISTRATORS: ("add", "change", "choose"),
}


@receiver(prepare_requested)
def prepare_files(**kwargs):
    """Give the roles their rights to images and documents of every collection."""
    root = Collection.get_first_root_node()
    for role, actions in FILES.items():
        group, _created = Group.objects.get_or_create(name=role)
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for action in actions:
                permission = Permission.objects.get(content_type__app_label=app_label, codename=f"{action}_{model}")
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


@receiver(prepare_requested)
def prepare_administration(**kwargs):
    """Let administrators arrange collections and redirects; a redirect may lead anywhere, so editors have none."""
    for model in ("wagtailcore.{}_collection", "wagtailredirects.{}_redirect"):
        grant(ADMINISTRATORS, *(model.format(action) for action in ("add", "change", "delete")))
