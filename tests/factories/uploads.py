"""Files of the exchange on their way in, and what they are made of."""

import json
import uuid
import zipfile
from io import BytesIO

from asn1crypto import algos, cms, core

from tests.factories.files import PDF  # noqa: F401 - the usual content, beside the others

DOCX = ("[Content_Types].xml", "word/document.xml")


def signature():
    """The bytes of a CMS that a person seems to have signed; its form is right, its value is nothing."""
    signer = cms.SignerInfo(
        {
            "version": "v3",
            "sid": cms.SignerIdentifier("subject_key_identifier", b"\x01" * 20),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
            "signature": b"\x02" * 64,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "data"},
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def unsigned_cms():
    """A CMS that nobody signed."""
    return cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"data")}).dump()


def archive(entries, *, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of name → content."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def begin(client, content, *, name="письмо.pdf", key=None, size=None):
    """Begin an upload as the page does."""
    size = len(content) if size is None else size
    return client.post("/files/uploads/", {"name": name, "size": size, "key": key or str(uuid.uuid4())})


def send(client, upload, offset, piece):
    """Send a piece."""
    return client.post(f"/files/uploads/{upload}/{offset}/", piece, content_type="application/octet-stream")


def upload(client, content, *, name="письмо.pdf"):
    """Send a whole file in one piece. Returns the last answer."""
    begun = begin(client, content, name=name)
    if begun.status_code != 201:
        return begun
    address = json.loads(begun.content)["upload"]
    sent = send(client, address, 0, content)
    if sent.status_code != 200:
        return sent
    return client.post(f"/files/uploads/{address}/finish/")
