"""Backing up and restoring: the database and the files of both sites."""

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from cms.audit.domain import record
from cms.backups import archive, postgres
from cms.backups.errors import BackupError


def folders():
    """Return the folders of files by their names in the archive."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def back_up(path, *, say=lambda words: None):
    """Write database and files into a new archive at ``path``; the site may run meanwhile.

    The dump comes first, so that every file which a row of it names is there. Returns the archive's
    manifest members. Raises BackupError; then nothing stands at ``path``.
    """
    path = Path(path).absolute()
    try:
        with archive.new_file(path) as file, tempfile.TemporaryFile(dir=path.parent) as dump:
            say("База данных…")
            facts = postgres.dump(dump)
            dump.seek(0)
            say("Файлы…")
            facts |= {"made_at": timezone.now().isoformat()}
            members = archive.write(file, dump=dump, folders=folders(), facts=facts)
    except OSError as error:
        raise BackupError(f"{path} не записан: {error.strerror}.") from error
    record("backup.made", files=len(members) - 1, size=path.stat().st_size)
    return members


def restore(path, *, say=lambda words: None):
    """Fill an empty database and empty folders from the archive at ``path``. Returns the manifest.

    The whole archive is unpacked aside and compared with its manifest before anything changes; the folders
    are put in place, and the database is filled in one transaction, whose failure takes the folders away
    again. At last rows and files are compared with the manifest once more. Raises BackupError.
    """
    _refuse_what_is_not_empty()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="restore-") as aside:
        say("Проверка архива…")
        manifest = archive.unpack(Path(path), Path(aside))
        _refuse_a_later_release(manifest)
        with _in_place(Path(aside)):
            say("База данных…")
            postgres.restore_dump(Path(aside) / archive.DUMP)
    say("Проверка восстановленного…")
    _verify(manifest)
    return manifest


def _refuse_what_is_not_empty():
    if postgres.tables():
        name = connection.settings_dict["NAME"]
        raise BackupError(
            f"База данных «{name}» не пуста. Восстановление идёт только в пустую: создайте новую (createdb) и укажите"
            " её в DATABASE_URL."
        )
    for folder in folders().values():
        if folder.exists() and any(folder.iterdir()):
            raise BackupError(f"Папка {folder} не пуста. Уберите её: mv {folder} {folder}.old")


def _refuse_a_later_release(manifest):
    """Refuse a database that this release does not know how to run."""
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.name.startswith(("cms.", "home.")) or config.name in settings.LK_ADDON_APPS
    }
    known = MigrationLoader(None).disk_migrations
    later = [f"{app}.{name}" for app, name in manifest["migrations"] if app in ours and (app, name) not in known]
    if later:
        raise BackupError(
            f"Копия сделана более новой версией сайта (миграции: {', '.join(later[:3])}). Поставьте её и повторите."
        )


@contextmanager
def _in_place(aside):
    """Put the unpacked folders in their places; take them away again when what follows fails."""
    with ExitStack() as undo:
        for name, folder in folders().items():
            if (aside / name).exists():
                folder.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(aside / name, _emptied(folder))
                undo.callback(shutil.move, folder, aside / name)
        yield
        undo.pop_all()


def _emptied(folder):
    if folder.exists():
        folder.rmdir()
    return folder


def _verify(manifest):
    rows = postgres.count_rows()
    differ = [
        table for table in rows.keys() | manifest["rows"].keys() if rows.get(table) != manifest["rows"].get(table)
    ]
    for name, sums in manifest["members"].items():
        folder, _, rest = name.partition("/")
        if rest:
            path = folders()[folder] / rest
            if not path.exists() or archive.sums_of(path) != sums:
                differ.append(name)
    if differ:
        raise BackupError(f"Восстановленное не сходится с описью: {', '.join(sorted(differ)[:5])}.")
