"""Everything that a court would ask for about one check, in one ZIP, byte for byte and never all in memory."""

from cms.core.pdf import render_pdf
from lk_addon.files.zipping import ZipStream


def protocol_pdf(check, *, with_names):
    """Return the protocol of a finished check as PDF. Raises PdfUnavailableError."""
    context = {"check": check, "with_names": with_names}
    return render_pdf("lk_addon/signatures/protocol_paper.html", "lk_addon/signatures/protocol_paper.css", context)


def evidence(check, protocol):
    """Yield the pieces of a ZIP: document, signature, certificates, lists of revoked ones, ``protocol`` (PDF)."""
    archive = ZipStream()
    named = [(f"документ.{check.document.extension}", check.document.file)]
    named.append((f"подпись.{check.signature.extension}", check.signature.file))
    named += [
        (f"списки отозванных/{number}.crl", row.file)
        for number, row in enumerate(check.revocation_lists.order_by("pk"), start=1)
    ]
    for name, file in named:
        yield from archive.add_file(name, file)
    for number, pem in enumerate(check.certificates, start=1):
        yield from archive.add(f"сертификаты/{number}.pem", pem)
    yield from archive.add("протокол.pdf", protocol)
    yield from archive.close()
