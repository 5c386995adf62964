"""Which files members and the SRO may send each other: the content must be what the name says, and harmless.

Documents and pictures as elsewhere, and besides them archives, XML without a DTD, and detached or attached
electronic signatures, which no library tells by their first bytes: they are parsed.
"""

import base64
import binascii
from pathlib import PurePath
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from asn1crypto import cms, pem
from defusedxml import DefusedXmlException
from defusedxml import sax as safe_sax
from django.core.exceptions import ValidationError

from cms.core.uploads import CONTENT_TYPES, MACROS, check_document, content_type
from lk_addon.cabinet.files import PICTURES, check_picture
from lk_addon.files import archives

SIGNATURES = ("sig", "sgn", "p7s")
XML_TYPES = {"text/xml", "application/xml", "text/plain"}
ACCEPTED = (*CONTENT_TYPES, *PICTURES, "xml", *SIGNATURES)
WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm"}
MAX_SIGNATURE = 32 * 1024 * 1024  # bytes: it is parsed in memory
MAX_PICTURE = 200 * 1024 * 1024  # bytes
NOT_ASN1 = (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError)


def extension_of(name):
    """Return the extension in lower case, without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def demand_kind(name):
    """Raise ValidationError unless files of this extension are taken."""
    extension = extension_of(name)
    if extension in WITH_MACROS:
        raise MACROS
    if extension not in ACCEPTED:
        kinds = ", ".join(kind.upper() for kind in ACCEPTED)
        raise ValidationError(f"Файлы этого вида не принимаются. Можно загрузить: {kinds}.", code="type")


def check(file, *, depth=0):
    """Return the MIME type of ``file`` (open, with ``name`` and ``size``).

    Raises ValidationError unless it is a harmless file of its kind; ``depth`` says in how many archives it lies.
    """
    demand_kind(file.name)
    if not file.size:
        raise ValidationError("Файл пуст.", code="empty")
    extension = extension_of(file.name)
    if extension in SIGNATURES:
        _check_signature(file)
        return "application/pkcs7-signature"
    found = content_type(file)
    if extension == "xml":
        _check_xml(file, found)
    elif extension in PICTURES:
        if file.size > MAX_PICTURE:
            raise ValidationError(f"Изображение больше {MAX_PICTURE // 1024 // 1024} МБ.", code="size")
        check_picture(file)
    elif extension == "zip":
        if found not in CONTENT_TYPES["zip"]:
            raise ValidationError("Содержимое файла не похоже на ZIP. Соберите архив заново.", code="content")
        archives.check(file, check, depth=depth)
    else:
        check_document(file)
    file.seek(0)
    return found


def _check_signature(file):
    """Raise ValidationError unless the content is a CMS with a signer: DER, base64 of it, or PEM."""
    if file.size > MAX_SIGNATURE:
        most = MAX_SIGNATURE // 1024 // 1024
        raise ValidationError(
            f"Файл подписи больше {most} МБ. Отправьте документ и отсоединённую подпись к нему.", code="size"
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        info = cms.ContentInfo.load(_der(content), strict=True)
        signed = info["content_type"].native == "signed_data" and len(info["content"]["signer_infos"]) > 0
    except NOT_ASN1 as error:
        raise _no_signature() from error
    if not signed:
        raise _no_signature()


def _der(content):
    if content[:1] == b"\x30":
        return content
    if pem.detect(content):
        return pem.unarmor(content)[2]
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error as error:
        raise _no_signature() from error


def _no_signature():
    return ValidationError(
        "Это не файл электронной подписи. Приложите файл SIG, SGN или P7S, который сделала программа подписания.",
        code="content",
    )


def _check_xml(file, found):
    if found not in XML_TYPES:
        raise ValidationError("Содержимое файла не похоже на XML.", code="content")
    file.seek(0)
    try:
        safe_sax.parse(file, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ValidationError("В XML есть DTD или сущности. Сохраните файл без них.", code="dtd") from error
    except (SAXParseException, ValueError, LookupError) as error:
        raise ValidationError("XML повреждён и не читается.", code="broken") from error
