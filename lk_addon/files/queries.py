"""Who sees which files and uploads of the exchange."""

from lk_addon.files.models import StoredFile, Upload


def uploads_of(user, member):
    """What ``user`` sends for ``member``; not what colleagues do."""
    return Upload.objects.filter(created_by=user, member=member).select_related("stored")


def files_not_clean():
    """Files that wait for the antivirus, that it found infected, or that it has not seen."""
    return StoredFile.objects.exclude(scan=StoredFile.Scan.CLEAN)
