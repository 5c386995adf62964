"""Files made to hurt whoever takes them in, and honest ones spoilt at random: all made here, none bigger than needed.

The kinds are those of OWASP's «File Upload Cheat Sheet» and of the fuzzers of archives.
"""

import base64
import struct
import zipfile
from io import BytesIO

from tests.factories.files import PDF, picture_bytes
from tests.factories.uploads import archive, signature, unsigned_cms

MB = 1024 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ELF, PE, CLASS = b"\x7fELF\2\1\1" + b"\0" * 600, b"MZ\x90\0" * 200, b"\xca\xfe\xba\xbe\0\0\0\x34" * 80
HTML = b"<!DOCTYPE html><html><script>alert(document.domain)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SHELL, PHP = b"#!/bin/sh\nrm -rf /\n" * 20, b"<?php system($_GET['c']); ?>\n" * 20
GIF = b"GIF89a" + b"\1\0\1\0\x80\0\0" + b"\0" * 40
HEAD = b'<?xml version="1.0" encoding="utf-8"?>'
XML = HEAD + "<Отчёт><Член>0901</Член></Отчёт>".encode()
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
CMS = signature()


def armoured(content):
    """PEM of a CMS."""
    return b"-----BEGIN CMS-----\n" + base64.encodebytes(content) + b"-----END CMS-----\n"


def office(folder, *more):
    """An office document of nothing, with further parts."""
    return archive(dict.fromkeys(["[Content_Types].xml", f"{folder}/document.xml", *more], "<w/>"))


def opendocument(kind):
    """An OpenDocument of nothing: its first entry says what it is."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        file.writestr("content.xml", "<office/>")
    return out.getvalue()


def packed(name, content=PDF, **attributes):
    """A ZIP of one entry whose header is told by ``attributes`` of ZipInfo."""
    out, entry = BytesIO(), zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    for attribute, value in attributes.items():
        setattr(entry, attribute, value)
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(entry, content)
    return out.getvalue()


def patched(content, *, local=None, central=None):
    """A ZIP with bytes of its first local header and of its first directory entry replaced: offset → bytes."""
    content = bytearray(content)
    for sign, changes in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        start = content.index(sign)
        for offset, replacement in (changes or {}).items():
            content[start + offset : start + offset + len(replacement)] = replacement
    return bytes(content)


def nested(depth, name="письмо.pdf", content=PDF):
    """An archive in an archive in an archive."""
    content = archive({name: content})
    for _level in range(depth):
        content = archive({"архив.zip": content})
    return content


def overlapping(copies=400):
    """A bomb without nesting: many directory entries that all lead to the same packed bytes."""
    content = archive({"письмо.txt": b"0" * 20_000})
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    directory = content[start:end] * copies
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), start, 0)
    return content[:start] + directory + tail


def crowded(entries=10_000):
    """An archive of very many small files."""
    return archive({f"{number}.txt": "а" for number in range(entries)}, compression=zipfile.ZIP_STORED)


def asn1(tag, content):
    """An ASN.1 value in DER."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def crowded_cms(signers, certificates=0):
    """A CMS whose signers and certificates are many and empty."""
    signed, data = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
    body = b"\x02\x01\x01" + asn1(0x31, b"") + asn1(0x30, data)
    body += asn1(0xA0, b"\x30\x00" * certificates) if certificates else b""
    return asn1(0x30, signed + asn1(0xA0, asn1(0x30, body + asn1(0x31, b"\x30\x00" * signers))))


#: What honest people send: name → content.
HONEST = {
    "письмо.pdf": PDF,
    "письмо.docx": office("word"),
    "таблица.xlsx": office("xl"),
    "доклад.pptx": office("ppt"),
    "письмо.odt": opendocument("text"),
    "письмо.rtf": rb"{\rtf1\ansi Letter.\par}",
    "письмо.txt": "Письмо о взносах.\n".encode() * 5,
    "список.csv": "ИНН;сумма\n0099000014;50000\n".encode(),
    "скан.jpg": picture_bytes((90, 60), kind="JPEG"),
    "скан.png": picture_bytes((90, 60)),
    "отчёт.xml": XML,
    "письмо.sig": CMS,
    "письмо.sgn": base64.encodebytes(CMS),
    "письмо.p7s": armoured(CMS),
    "документы.zip": archive({"папка/письмо.pdf": PDF, "письмо.pdf.sig": CMS, "письмо.docx": office("word")}),
    "два.zip": nested(1),
}

#: Content that must never be taken under this name: what it is → (name, content).
HOSTILE = {
    # what runs, under a name of its own and of others
    **{
        f"{kind} as {name}": (name, content)
        for kind, content in {
            "ELF": ELF,
            "PE": PE,
            "Java class": CLASS,
            "page": HTML,
            "SVG": SVG,
            "shell": SHELL,
            "PHP": PHP,
            "GIF": GIF,
        }.items()
        for name in ("a.pdf", "a.docx", "a.xls", "a.odt", "a.rtf", "a.png", "a.jpg", "a.zip", "a.sig", "a.exe", "a.svg")
    },
    **{
        f"by its name {name!r}": (name, PDF)
        for name in (
            "a.html",
            "a.svg",
            "a.js",
            "a.php",
            "a.phtml",
            "a.jsp",
            "a.exe",
            "a.scr",
            "a.lnk",
            "a.bat",
            "a.hta",
            "a.iso",
            "a.pdf.exe",
            "a.pdf .exe",
            "a.pdf\u202efdp.exe",
            "a.exe\u202e.",
            ".htaccess",
            ".pdf",
            "pdf",
            "web.config",
            "a.pdf.",
            "a.pdf ...",
            "a.p\u0434f",
            "a.ＰＤＦ",
            "a.pdf:stream",
            "a.pdf::$DATA",
            "a.7z",
            "a.iso",
            "a.rar",
            "a.tar.gz",
            "a.docm",
            "a.xlsm",
            "a.xlsb",
            "a.pptm",
            "CON",
            "NUL.",
            "..",
            ".",
            "/",
            "\\",
            "a.pdf;.jpg.js",
        )
    },
    # polyglots and disguises
    "page before a PDF": ("a.pdf", HTML + PDF),
    "PDF before an archive": ("a.zip", PDF + archive({"a.pdf": PDF})),
    "archive after a picture": ("a.docx", picture_bytes((9, 9)) + office("word")),
    "PNG as JPEG": ("a.jpg", picture_bytes((9, 9))),
    "JPEG as PNG": ("a.png", picture_bytes((9, 9), kind="JPEG")),
    "endless picture": (
        "a.png",
        picture_bytes((9, 9))[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + b"\x08\2\0\0\0",
    ),
    "SVG as XML with a DTD": ("a.xml", HEAD + b"<!DOCTYPE svg><svg onload='alert(1)'/>"),
    "DOCX as XLSX": ("a.xlsx", office("word")),
    "archive as DOCX": ("a.docx", archive({"a.pdf": PDF})),
    "UTF-16 page": ("a.txt", HTML.decode().encode("utf-16")),
    # macros
    "macros in DOCX": ("a.docx", office("word", "word/vbaProject.bin")),
    "macros in XLSX": ("a.xlsx", office("xl", "xl/vbaProject.bin")),
    "macros in capitals": ("a.docx", office("word", "WORD/VBAPROJECT.BIN")),
    "macro sheet of Excel 4": ("a.xlsx", office("xl", "xl/macrosheets/sheet1.xml")),
    "macros in PPTX": ("a.pptx", office("ppt", "ppt/vbaProject.bin")),
    "macros in DOCX in an archive": ("a.zip", archive({"a.docx": office("word", "word/vbaProject.bin")})),
    "DOCM in an archive": ("a.zip", archive({"a.docm": office("word")})),
    "macros in DOC": ("a.doc", OLE + b"\0" * 504 + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 900),
    "macros in XLS": ("a.xls", OLE + b"\0" * 504 + "Macros".encode("utf-16-le") + b"\0" * 900),
    # archives
    "bomb": ("a.zip", archive({"a.txt": b"0" * 3 * MB})),
    "bomb in an archive": ("a.zip", archive({"b.zip": archive({"a.txt": b"0" * 3 * MB})})),
    "bomb as DOCX": ("a.docx", archive({"[Content_Types].xml": "<w/>", "word/document.xml": b"0" * 3 * MB})),
    "overlapping bomb": ("a.zip", overlapping()),
    "ten thousand entries": ("a.zip", crowded()),
    "ten thousand entries as XLSX": ("a.xlsx", office("xl", *map(str, range(10_000)))),
    "archives too deep": ("a.zip", nested(2)),
    "archives far too deep": ("a.zip", nested(40)),
    "archive of nothing": ("a.zip", archive({})),
    "archive of folders": ("a.zip", archive({"папка/": ""})),
    "archive of an empty file": ("a.zip", archive({"a.pdf": ""})),
    "password": ("a.zip", patched(archive({"a.pdf": PDF}), local={6: b"\1"}, central={8: b"\1"})),
    "password said in the directory alone": ("a.zip", patched(archive({"a.pdf": PDF}), central={8: b"\1"})),
    "symbolic link": ("a.zip", packed("a", b"/etc/passwd", external_attr=0o120777 << 16, create_system=3)),
    "symbolic link as PDF": ("a.zip", packed("a.pdf", b"/etc/passwd", external_attr=0o120777 << 16, create_system=3)),
    "device": ("a.zip", packed("a", b"", external_attr=0o060666 << 16, create_system=3)),
    "far more than it holds": ("a.zip", patched(archive({"a.pdf": PDF}), central={24: b"\xff\xff\xff\x7f"})),
    "less than it holds": ("a.zip", patched(archive({"a.txt": b"ab" * 9000}), central={24: b"\x0a\0\0\0"})),
    "wrong place of an entry": ("a.zip", patched(archive({"a.pdf": PDF}), central={42: b"\xff\xff\xff\x0f"})),
    "wrong checksum": ("a.zip", patched(archive({"a.pdf": PDF}), central={16: b"\0\0\0\0"})),
    "two names of one entry": ("a.zip", patched(archive({"a.pdf": PDF}), local={30: b"b.exe"})),
    **{
        f"entry {name!r}": ("a.zip", archive({name: PDF}))
        for name in (
            "../a.pdf",
            "../../../../etc/cron.d/a.pdf",
            "/etc/a.pdf",
            "//host/share/a.pdf",
            "C:\\a.pdf",
            "C:a.pdf",
            "..\\a.pdf",
            "b/../../a.pdf",
            "b\\..\\..\\a.pdf",
            "a.exe",
            "b/a.html",
            "a.pdf/../../b.pdf",
            "a.pdf:b",
            "a",
            "а" * 9000 + ".exe",
            "a.pdf\u202efdp.exe",
        )
    },
    "entry with NUL": ("a.zip", archive({"aXpdf.exe": PDF}).replace(b"aXpdf", b"a\0pdf")),
    # cut short
    **{
        f"half of {name}": (name, content[: len(content) // 2])
        for name, content in HONEST.items()
        if name.endswith((".docx", ".xlsx", ".pptx", ".zip", ".xml", ".sig", ".sgn", ".p7s"))
    },
    # XML
    "laughs": ("a.xml", HEAD + f'<!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><l>&l9;</l>'.encode()),
    "quadratic laughs": (
        "a.xml",
        HEAD + b'<!DOCTYPE l [<!ENTITY a "' + b"a" * 50_000 + b'">]><l>' + b"&a;" * 9_000 + b"</l>",
    ),
    "file by an entity": ("a.xml", HEAD + b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'),
    "address by an entity": ("a.xml", HEAD + b'<!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]><l>&x;</l>'),
    "entity of parameters": ("a.xml", HEAD + b'<!DOCTYPE l [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><l/>'),
    "foreign DTD": ("a.xml", HEAD + b'<!DOCTYPE l SYSTEM "http://example.com/x.dtd"><l/>'),
    "unknown encoding": ("a.xml", b'<?xml version="1.0" encoding="utf-7"?><l/>'),
    "XML in an archive with a DTD": ("a.zip", archive({"a.xml": HEAD + b"<!DOCTYPE l><l/>"})),
    "XML without an end": ("a.xml", HEAD + b"<a>" * 20_000),
    "XML of endless depth": ("a.xml", HEAD + b"<a>" * 20_000 + b"</a>" * 20_000),
    # signatures
    "nobody signed": ("a.p7s", unsigned_cms()),
    "signature and more": ("a.sig", CMS + b"\0"),
    "endless nesting": ("a.sig", b"\x30\x80" * 5_000),
    "endless length": ("a.sig", b"\x30\x84\xff\xff\xff\xff" + CMS),
    "length of a length": ("a.sig", b"\x30\xff" + b"\xff" * 300),
    "PEM without an end": ("a.sgn", armoured(CMS)[:60]),
    "PEM of nothing": ("a.sgn", b"-----BEGIN CMS-----\n-----END CMS-----\n"),
    "PEM of a certificate": ("a.sgn", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
    "base64 of a page": ("a.sig", base64.encodebytes(HTML)),
    "no ASCII in PEM": ("a.p7s", "-----BEGIN CMS-----\nподпись\n-----END CMS-----\n".encode()),
    "crowd of signers": ("a.sig", crowded_cms(30_000)),
    "no signers": ("a.sig", crowded_cms(0)),
}


def spoilt(random, number):
    """Yield ``number`` pairs of name and content: honest files with some bytes changed, cut, put in or mixed up."""
    names = sorted(HONEST)
    for _turn in range(number):
        name = random.choice(names)
        content = bytearray(HONEST[name])
        for _change in range(random.randint(1, 4)):
            _spoil(content, random, HONEST[random.choice(names)])
        if random.random() < 0.1:  # under the name of another kind
            name = random.choice(names)
        if random.random() < 0.5:
            name = _misspelt(name, random)
        yield name, bytes(content)


def _misspelt(name, random):
    """The name with one sign of its end changed or put in."""
    place = random.randrange(len(name) - 5, len(name) + 1)
    sign = random.choice("\0\n\u202e\u200bxеZ0./\\ '<&%;:\u0301")
    return name[:place] + sign + name[place + random.randrange(2) :]


def _spoil(content, random, other):
    place = random.randrange(len(content) + 1)
    match random.randrange(6):
        case 0 if place < len(content):
            content[place] ^= 1 << random.randrange(8)
        case 1:
            del content[place:]
        case 2:
            content[place:place] = random.randbytes(random.randint(1, 40))
        case 3:
            content[place : place + random.randint(1, 8)] = b"\xff" * 4
        case 4:
            content[place:] = other[random.randrange(len(other)) :]
        case _:
            del content[place : place + random.randint(1, 60)]


#: What costs far more to read than to send, unless one looks where one reads: what it is → (name, content).
HEAVY = {
    **{
        what: HOSTILE[what]
        for what in (
            "bomb",
            "bomb in an archive",
            "overlapping bomb",
            "ten thousand entries",
            "laughs",
            "quadratic laughs",
        )
    },
    "two million signers": ("a.sig", crowded_cms(2_000_000)),
    "signature in many lines": ("a.sig", b"-----BEGIN CMS-----\n" + b"MA\n" * 2_000_000 + b"-----END CMS-----\n"),
    "signature with many blanks": ("a.sig", b"MA \n" * 1_500_000),
    "one long word": ("a.xml", HEAD + b"<a b='" + b"c" * 7 * MB),
    "very deep": ("a.xml", HEAD + b"<a>" * 2_000_000),
}

#: Names that people and attackers give; under each an honest file may be taken or refused, never break anything.
NAMES = [
    "письмо\0.pdf", "письмо\n\r\t.pdf", "\u202eфдп.письмо.pdf", "\u200b\u200d\ufeff.pdf", "й" * 3000 + ".pdf",
    "e\u0301" * 400 + ".pdf", "../../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/passwd.pdf", "C:\\Windows\\a.pdf",
    "\\\\host\\share\\a.pdf", "a.pdf." + "x" * 300 + ".pdf", "💥🧨.pdf",
    "'; DROP TABLE files_upload; --.pdf", "<img src=x onerror=alert(1)>.pdf", "{{ 7*7 }}.pdf", "%00.pdf",
    "%2e%2e%2f.pdf",
    "$(id).pdf", "`id`.pdf", "a|b.pdf", "-rf.pdf", " .pdf", "\u00a0.pdf", "CON.pdf", "a\u0000\u0000b.pdf", "письмо.PdF",
    "ﷺ" * 300 + ".pdf", "a" * 1000, "\u0085.pdf", "\ue000.pdf", "a\u2028b.pdf",
    "a.pdf/", "a.pdf\\", "=cmd|' /C calc'!A0.pdf", "",
]  # fmt: skip
