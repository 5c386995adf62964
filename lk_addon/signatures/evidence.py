"""Everything that a court would ask for about one check, in one ZIP, byte for byte and never all in memory."""

import zipfile

from cms.core.pdf import render_pdf

PIECE = 1024 * 1024


def protocol_pdf(check, *, with_names):
    """Return the protocol of a finished check as PDF. Raises PdfUnavailableError."""
    context = {"check": check, "with_names": with_names}
    return render_pdf("lk_addon/signatures/protocol_paper.html", "lk_addon/signatures/protocol_paper.css", context)


def evidence(check, protocol):
    """Yield the pieces of a ZIP: document, signature, certificates, lists of revoked ones, ``protocol`` (PDF)."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        named = [(f"документ.{check.document.extension}", check.document.file)]
        named.append((f"подпись.{check.signature.extension}", check.signature.file))
        named += [
            (f"списки отозванных/{number}.crl", row.file)
            for number, row in enumerate(check.revocation_lists.order_by("pk"), start=1)
        ]
        for name, file in named:
            with file.storage.open(file.name, "rb") as opened, archive.open(name, "w", force_zip64=True) as entry:
                while piece := opened.read(PIECE):
                    entry.write(piece)
                    yield sink.taken()
        for number, pem in enumerate(check.certificates, start=1):
            archive.writestr(f"сертификаты/{number}.pem", pem)
        archive.writestr("протокол.pdf", protocol)
        yield sink.taken()
    yield sink.taken()


class _Sink:
    """What is written goes on at once: nothing can be sought."""

    def __init__(self):
        self.pieces = []

    def write(self, data):
        """Take a piece."""
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held."""

    def taken(self):
        """Return what came since the last time."""
        data = b"".join(self.pieces)
        self.pieces.clear()
        return data
