"""A ZIP that is given away while it is being written: it lies neither in memory nor on the disk."""

import zipfile

PIECE = 1024 * 1024  # bytes


class ZipStream:
    """Each method yields the pieces that are ready, and :meth:`close` the last ones.

    Files are stored as they are: documents and pictures are compressed already.
    """

    def __init__(self):
        self._pieces = []
        self._archive = zipfile.ZipFile(self, "w", zipfile.ZIP_STORED, allowZip64=True)

    def write(self, data):
        """Take what the archive writes; it cannot be sought."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held."""

    def add(self, name, content):
        """Add a small entry: text or bytes."""
        self._archive.writestr(name, content)
        yield self._taken()

    def add_file(self, name, file):
        """Add the bytes of a field's ``file``, whichever storage it lies in."""
        with file.storage.open(file.name, "rb") as opened, self._archive.open(name, "w", force_zip64=True) as entry:
            while piece := opened.read(PIECE):
                entry.write(piece)
                yield self._taken()

    def close(self):
        """End the archive."""
        self._archive.close()
        yield self._taken()

    def _taken(self):
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data
