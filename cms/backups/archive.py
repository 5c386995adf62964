"""The archive: a gzipped tar of the dump, the files, and last a manifest with the SHA-256 of each.

It is written and read as a stream, in the memory of one block, whatever its size. What
is read is believed only when the whole of it agrees with its manifest.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from cms.backups.errors import BackupError

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
#: Folders of the archive with the modes of their files and folders.
FOLDERS = {"media": (0o644, 0o755), "private": (0o600, 0o700)}
BLOCK = 1024 * 1024  # bytes
MAX_MANIFEST = 512 * 1024 * 1024  # bytes: millions of files
COMPRESSION = 3  # most of what is inside is compressed already
UNREADABLE = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError)


class _Hashing:
    """A file that hashes what is read from it, or written to it, on the way."""

    def __init__(self, file):
        self.file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size=-1):
        return self._pass(self.file.read(size))

    def write(self, block):
        self.file.write(self._pass(block))

    def _pass(self, block):
        self.hash.update(block)
        self.size += len(block)
        return block

    def sums(self):
        return {"size": self.size, "sha256": self.hash.hexdigest()}


@contextmanager
def new_file(path):
    """Give a file to write that stands at ``path`` only when it is whole and on the disk; nobody else may read it.

    Raises BackupError where something stands there already.
    """
    if path.exists():
        raise BackupError(f"{path} уже есть. Назовите другой файл: копии не перезаписываются.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def write(file, *, dump, folders, facts):
    """Write the archive into ``file``: ``dump`` (an open file), the files below ``folders`` (by name), the manifest.

    ``facts`` go into the manifest as they are. Returns the sums of each member. A file that is removed
    meanwhile is left out: no row of a dump made before names it, unless it was deleted since.
    """
    sums = {}
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=COMPRESSION) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        sums[DUMP] = _add(archive, DUMP, dump)
        for folder, root in folders.items():
            for path in _files_below(root):
                with suppress(FileNotFoundError), path.open("rb") as content:
                    name = f"{folder}/{path.relative_to(root).as_posix()}"
                    sums[name] = _add(archive, name, content)
        manifest = json.dumps({"format": FORMAT, **facts, "members": sums}, ensure_ascii=False).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(manifest)
        archive.addfile(member, io.BytesIO(manifest))
    return sums


def _files_below(root):
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(folders + names):
            path = Path(folder, name)
            if path.is_symlink():
                raise BackupError(f"{path} — ссылка, а копия берёт только сами файлы. Замените ссылку файлами.")
            if name in names and path.is_file():
                yield path


def _add(archive, name, content):
    state = os.fstat(content.fileno())
    member = tarfile.TarInfo(name)
    member.size, member.mtime = state.st_size, int(state.st_mtime)
    hashing = _Hashing(content)
    archive.addfile(member, hashing)
    return hashing.sums()


def unpack(path, folder):
    """Unpack the archive at ``path`` into the empty ``folder`` and return its manifest.

    Raises BackupError, whatever is unpacked by then, when the archive is broken, cut off, holds anything
    but files in its own folders, or when a single sum disagrees.
    """
    try:
        with gzip.open(path) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as archive:
                sums, manifest = _unpack_members(archive, folder)
            while packed.read(BLOCK):  # to the end, where gzip's own sum of all stands
                pass
    except UNREADABLE as error:
        raise BackupError(f"{path} повреждён или обрезан ({error}). Ничего не изменено.") from error
    except OSError as error:
        raise BackupError(f"{path} не прочитан: {error.strerror or error}. Ничего не изменено.") from error
    if manifest.get("format") != FORMAT or manifest.get("members") != sums:
        differ = sorted(
            name
            for name in sums.keys() | manifest.get("members", {}).keys()
            if sums.get(name) != manifest.get("members", {}).get(name)
        )
        raise BackupError(f"Архив не сходится со своей описью: {', '.join(differ[:5])}. Ничего не изменено.")
    return manifest


def _unpack_members(archive, folder):
    sums, manifest = {}, None
    for member in archive:
        if manifest is not None:
            raise BackupError(f"После описи в архиве лежит ещё «{member.name}». Ничего не изменено.")
        content = archive.extractfile(member) if member.isreg() else None
        if content is not None and member.name == MANIFEST and member.size <= MAX_MANIFEST:
            manifest = _read_manifest(content)
            continue
        if content is None or member.name in sums or not _is_ours(member.name):
            raise BackupError(f"В архиве лежит то, чего в копии не бывает: «{member.name}». Ничего не изменено.")
        sums[member.name] = _unpack_member(member, content, folder)
    if manifest is None:
        raise BackupError("В архиве нет описи: он обрезан или сделан не командой backup. Ничего не изменено.")
    return sums, manifest


def _read_manifest(content):
    try:
        manifest = json.load(content)
    except ValueError as error:
        raise BackupError("Опись архива не читается. Ничего не изменено.") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
        raise BackupError("Опись архива не читается. Ничего не изменено.")
    return manifest


def _is_ours(name):
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and "\0" not in name and ".." not in parts
    return plain and (name == DUMP or (len(parts) > 1 and parts[0] in FOLDERS))


def _unpack_member(member, content, folder):
    path = folder / member.name
    file_mode, folder_mode = FOLDERS.get(PurePosixPath(member.name).parts[0], (0o600, 0o700))
    missing = [above for above in path.parents if above.is_relative_to(folder) and not above.exists()]
    for above in reversed(missing):
        above.mkdir()
        above.chmod(folder_mode)
    with path.open("xb") as file:
        hashing = _Hashing(file)
        while block := content.read(BLOCK):
            hashing.write(block)
    path.chmod(file_mode)
    os.utime(path, (member.mtime, member.mtime))
    return hashing.sums()


def sums_of(path):
    """Return size and SHA-256 of the file at ``path``, as the manifest has them."""
    with path.open("rb") as file:
        hashing = _Hashing(file)
        while hashing.read(BLOCK):
            pass
    return hashing.sums()
