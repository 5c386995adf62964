"""Reading a CMS that somebody sent: time and memory grow with its size, which the sender chose, and no faster.

asn1crypto is not careful of that. Its reader of PEM copies all that it has read at every line: two megabytes keep it
busy for ten seconds, thirty for half an hour. Of a set it makes an object for every member before it tells how many
there are: sixteen megabytes of empty signers take more than a gigabyte.
"""

import base64
import re

from asn1crypto import parser

MARK = b"-----"
BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
BLANKS = b" \t\r\n\v\f"


def der_of(data):
    """Return the DER in ``data``, or ``data`` itself where nothing is around it. Raises ValueError for broken text."""
    if not data.startswith(b"\x30"):
        data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if data.startswith(MARK + b"BEGIN"):
        return _of_base64(_inside(data))
    is_der = data.startswith(b"\x30") and not BASE64.fullmatch(data[:200])
    return data if is_der or not BASE64.fullmatch(data) else _of_base64(data)


def few(values, most):
    """Return the set or sequence ``values`` of asn1crypto. Raises ValueError where it has more than ``most`` members.

    To be asked before anything else of it is.
    """
    contents, place = values.contents or b"", 0
    for _member in range(most):
        if place >= len(contents):
            return values
        place += parser.peek(contents[place:])
    if place < len(contents):
        raise ValueError("more members than anybody needs")
    return values


def _inside(data):
    """Return what stands between the first two marks of a PEM."""
    start = data.find(MARK, len(MARK))
    end = data.find(MARK + b"END", start)
    if start < 0 or end < 0:
        raise ValueError("a PEM without its end")
    return data[start + len(MARK) : end]


def _of_base64(text):
    return base64.b64decode(text.translate(None, BLANKS), validate=True)
