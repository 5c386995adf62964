"""A backup brings everything back, and an archive that is not whole and ours changes nothing."""

import io
import json
import tarfile
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

from cms.audit.models import AuditEntry
from cms.backups import domain, postgres

pytestmark = pytest.mark.django_db

NAMES = {"media": "documents/устав.txt", "private": "reports/1.txt"}


@contextmanager
def new_database(template):
    """Make a database, a copy of ``template``, and let Django's connection be one to it."""
    usual = connections[DEFAULT_DB_ALIAS]
    other = usual.copy()
    name = other.settings_dict["NAME"] = f"{usual.settings_dict['NAME']}_{uuid.uuid4().hex[:8]}"
    with usual._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual
        with usual._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@contextmanager
def folders_in(folder):
    """Let settings name folders of files below ``folder``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "VAR_DIR", folder)
        patch.setattr(django_settings, "MEDIA_ROOT", folder / "media")
        patch.setattr(django_settings, "PRIVATE_ROOT", folder / "private")
        yield


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """A backup of a small site; returns its path and what the site held."""
    folder = tmp_path_factory.mktemp("site")
    connection.close()  # a database in use cannot be copied
    template = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), new_database(template), folders_in(folder):
        get_user_model().objects.create_user("kept@example.com", is_staff=True)
        for root, name in NAMES.items():
            file = folder / root / name
            file.parent.mkdir(parents=True)
            file.write_text(root * 1000)
        path = folder / "copy.tar.gz"
        held = postgres.count_rows()
        call_command("backup", str(path), stdout=io.StringIO())
        assert AuditEntry.objects.get(action="backup.made").data["files"] == 2
        with pytest.raises(CommandError, match="уже есть"):
            call_command("backup", str(path), stdout=io.StringIO())
        yield path, held


@pytest.fixture
def empty(db, tmp_path):
    """An empty database and an empty folder, in which the commands work. Returns the folder."""
    folder = tmp_path / "var"
    with new_database("template0"), folders_in(folder):
        yield folder


def restore(path):
    call_command("restore", str(path), stdout=io.StringIO())


def members_of(path):
    """Return the members of an archive, each as its name and content."""
    with tarfile.open(path) as archive:
        return [(member.name, archive.extractfile(member).read()) for member in archive]


def written(path, members):
    """Write an archive of ``members``: names with contents, or members as they are."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members:
            member = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def assert_untouched(folder):
    assert postgres.tables() == []
    assert not folder.exists() or list(folder.iterdir()) == []


def test_backup_is_readable_by_its_owner_alone_and_leaves_nothing_beside_it(made):
    path, _held = made
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["copy.tar.gz", "media", "private"]


def test_everything_comes_back(made, empty):
    path, held = made
    restore(path)
    assert postgres.count_rows() == held
    assert get_user_model().objects.get(email="kept@example.com").is_staff
    for root, name in NAMES.items():
        assert (empty / root / name).read_text() == root * 1000
    assert (empty / "private").stat().st_mode & 0o777 == 0o700
    assert sorted(entry.name for entry in empty.iterdir()) == ["media", "private"]
    call_command("check_audit", stdout=io.StringIO())


def test_what_is_not_empty_is_not_overwritten(made, empty):
    path, _held = made
    (empty / "media").mkdir(parents=True)
    (empty / "media" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"не пуста\. Уберите её"):
        restore(path)
    assert postgres.tables() == []
    (empty / "media" / "mine.txt").unlink()
    restore(path)
    with pytest.raises(CommandError, match=r"База данных .* не пуста.*createdb"):
        restore(path)


def test_a_flipped_byte_changes_nothing(made, empty, tmp_path):
    path, _held = made
    whole = path.read_bytes()
    broken = tmp_path / "broken.tar.gz"
    for place in (len(whole) // 3, len(whole) * 9 // 10, len(whole) - 6):
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(CommandError, match="Ничего не изменено"):
            restore(broken)
        assert_untouched(empty)


def test_a_changed_file_in_a_sound_archive_is_found_by_its_hash(made, empty, tmp_path):
    members = [
        (name, content.replace(b"media", b"MEDIA") if name.startswith("media/") else content)
        for name, content in members_of(made[0])
    ]
    with pytest.raises(CommandError, match=r"не сходится со своей описью: media/documents/устав\.txt"):
        restore(written(tmp_path / "changed.tar.gz", members))
    assert_untouched(empty)


def test_a_truncated_archive_changes_nothing(made, empty, tmp_path):
    whole = made[0].read_bytes()
    cut = tmp_path / "cut.tar.gz"
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(CommandError, match="Ничего не изменено"):
            restore(cut)
        assert_untouched(empty)
    with pytest.raises(CommandError, match="нет описи"):
        restore(written(cut, members_of(made[0])[:-1]))
    assert_untouched(empty)


def link(name, target):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, target
    return member


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "media/../../outside.txt",
        "/tmp/outside.txt",
        "media/./outside.txt",
        "media",
        "other/outside.txt",
        link("media/link", "/etc"),
        "media/documents/устав.txt",
    ],
    ids=lambda name: getattr(name, "name", name),
)
def test_a_member_that_leads_out_changes_nothing(made, empty, tmp_path, name):
    *members, manifest = members_of(made[0])
    path = written(tmp_path / "hostile.tar.gz", [*members, (name, b""), manifest])
    with pytest.raises(CommandError, match="чего в копии не бывает"):
        restore(path)
    assert_untouched(empty)
    assert list(tmp_path.rglob("outside.txt")) == []


def rewritten(path, source, **facts):
    """Write the archive ``source`` anew with other facts in its manifest."""
    *members, (name, manifest) = members_of(source)
    return written(path, [*members, (name, json.dumps(json.loads(manifest) | facts).encode())])


def test_a_backup_of_a_later_release_is_refused(made, empty, tmp_path):
    path = rewritten(tmp_path / "later.tar.gz", made[0], migrations=[["core", "9999_to_come"], ["taggit", "0099_x"]])
    with pytest.raises(CommandError, match=r"более новой версией сайта \(миграции: core\.9999_to_come\)"):
        restore(path)
    assert_untouched(empty)


def test_a_dump_that_does_not_load_takes_the_files_away_again(made, empty, monkeypatch):
    def broken_pipe(path):
        raise domain.BackupError("pg_restore: …")

    monkeypatch.setattr(postgres, "restore_dump", broken_pipe)
    with pytest.raises(CommandError, match="pg_restore"):
        restore(made[0])
    assert_untouched(empty)


def test_a_restored_table_that_lost_a_row_is_told(made, empty, tmp_path):
    _name, manifest = members_of(made[0])[-1]
    rows = json.loads(manifest)["rows"]
    path = rewritten(tmp_path / "lost.tar.gz", made[0], rows=rows | {"users_user": rows["users_user"] + 1})
    with pytest.raises(CommandError, match="не сходится с описью: users_user"):
        restore(path)


def test_a_failed_backup_leaves_no_file(empty):
    empty.mkdir()
    (empty / "media").mkdir()
    (empty / "media" / "link").symlink_to("/etc/hostname")
    with pytest.raises(CommandError, match="ссылка"):
        call_command("backup", str(empty / "copy.tar.gz"), stdout=io.StringIO())
    assert [entry.name for entry in empty.iterdir()] == ["media"]


def test_an_unwritable_place_is_told(empty):
    with pytest.raises(CommandError, match="не записан"):
        call_command("backup", str(Path(empty) / "missing" / "copy.tar.gz"), stdout=io.StringIO())


def test_programs_of_another_version_are_not_used(empty, monkeypatch, tmp_path):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    old.chmod(0o755)
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    version = connection.cursor().connection.info.server_version // 10_000
    with pytest.raises(CommandError, match=rf"apt-get install postgresql-client-{version}"):
        call_command("backup", str(tmp_path / "copy.tar.gz"), stdout=io.StringIO())
