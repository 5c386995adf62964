"""Which files members and the SRO may send each other: the content must be what the name says, and harmless.

Documents and pictures as elsewhere, and besides them archives, XML without a DTD, and detached or attached
electronic signatures, which no library tells by their first bytes: they are parsed.
"""

from pathlib import PurePath
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from asn1crypto import cms
from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser
from django.core.exceptions import ValidationError

from cms.core.uploads import CONTENT_TYPES, MACROS, check_document, content_type
from lk_addon.cabinet.files import PICTURES, check_picture
from lk_addon.files import archives
from lk_addon.files.asn1 import der_of, few

SIGNATURES = ("sig", "sgn", "p7s")
XML_TYPES = {"text/xml", "application/xml", "text/plain"}
ACCEPTED = (*CONTENT_TYPES, *PICTURES, "xml", *SIGNATURES)
WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm"}
MAX_SIGNATURE = 32 * 1024 * 1024  # bytes: it is parsed in memory
MAX_SIGNERS = 20  # of one document
MAX_PICTURE = 200 * 1024 * 1024  # bytes
MAX_XML = 32 * 1024 * 1024  # bytes: it is parsed in memory
MAX_XML_DEPTH = 200  # elements within each other, each of which the parser remembers
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
        info = cms.ContentInfo.load(der_of(content), strict=True)
        signed = (
            info["content_type"].native == "signed_data" and len(few(info["content"]["signer_infos"], MAX_SIGNERS)) > 0
        )
    except NOT_ASN1 as error:
        raise _no_signature() from error
    if not signed:
        raise _no_signature()


def _no_signature():
    return ValidationError(
        "Это не файл электронной подписи. Приложите файл SIG, SGN или P7S, который сделала программа подписания.",
        code="content",
    )


class _Depth(ContentHandler):
    """Counts how deep elements lie within each other."""

    def __init__(self):
        super().__init__()
        self.depth = 0

    def startElement(self, name, attrs):  # noqa: N802 - the parser's word
        """Raise ValidationError at one too deep."""
        self.depth += 1
        if self.depth > MAX_XML_DEPTH:
            raise ValidationError("Элементы XML вложены слишком глубоко. Сохраните файл заново.", code="depth")

    def endElement(self, name):  # noqa: N802 - the parser's word
        """Come up again."""
        self.depth -= 1


def _check_xml(file, found):
    if found not in XML_TYPES:
        raise ValidationError("Содержимое файла не похоже на XML.", code="content")
    if file.size > MAX_XML:
        most = MAX_XML // 1024 // 1024
        raise ValidationError(f"XML больше {most} МБ. Разделите его на части.", code="size")
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(_Depth())
    file.seek(0)
    try:
        parser.feed(file.read())  # at once: piece by piece it reads a long word again from its beginning
        parser.close()
    except DefusedXmlException as error:
        raise ValidationError("В XML есть DTD или сущности. Сохраните файл без них.", code="dtd") from error
    except (SAXParseException, ValueError, LookupError) as error:
        raise ValidationError("XML повреждён и не читается.", code="broken") from error
