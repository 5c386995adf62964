"""Bank statements in 1C's exchange format (1CClientBankExchange): plain lines «Ключ=Значение» between sections."""

from dataclasses import dataclass, field

from lk_addon.exchange.reading.errors import UnreadableFileError

FIRST_LINE = "1CClientBankExchange"
ENCODINGS = {"windows": "cp1251", "dos": "cp866", "utf-8": "utf-8", "utf8": "utf-8"}
LONGEST = 64 * 1024 * 1024  # bytes


@dataclass
class Statement:
    """A statement: our accounts in it and its documents, each a dictionary of keys."""

    accounts: set = field(default_factory=set)
    documents: list = field(default_factory=list)


def read_statement(file):
    """Return the :class:`Statement` in ``file``. Raises UnreadableFileError."""
    if file.size > LONGEST:
        raise UnreadableFileError("Выписка слишком велика.", code="size")
    file.seek(0)
    lines = _lines(file.read())
    if not lines or lines[0].strip() != FIRST_LINE:
        raise UnreadableFileError("Это не выписка в формате 1CClientBankExchange.", code="type")
    statement, document = Statement(), None
    for number, line in enumerate(lines[1:], start=2):
        key, _, value = line.strip().partition("=")
        if key == "СекцияДокумент":
            document = {"row": number, "Вид": value}
        elif key == "КонецДокумента":
            if document is None:
                raise UnreadableFileError(f"Строка {number}: конец документа без начала.", code="broken")
            statement.documents.append(document)
            document = None
        elif document is not None:
            document[key] = value.strip()
        elif key == "РасчСчет":
            statement.accounts.add(value.strip())
    if document is not None or lines[-1].strip() != "КонецФайла":
        raise UnreadableFileError("Файл обрывается: выгрузите выписку заново.", code="broken")
    return statement


def _lines(content):
    """Decode by what the file says of itself; its keys are Russian words, so a wrong guess shows at once."""
    said = next((name for name in ENCODINGS if f"={name}".encode() in content[:400].lower()), None)
    for encoding in (*([ENCODINGS[said]] if said else []), "utf-8-sig", "cp1251", "cp866"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "КонецФайла" in words:
            return [line for line in words.splitlines() if line.strip()]
    return [line for line in content.decode("cp1251", "replace").splitlines() if line.strip()]
