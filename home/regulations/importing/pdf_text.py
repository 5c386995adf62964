"""The text of a PDF, line by line as it stands on the page. Run as a program of its own: PDF in, text out.

Pages are parted by form feeds, paragraphs by empty lines. The program limits its
own memory and time, so a file made to exhaust them harms nobody else.
"""

import io
import logging
import resource
import sys

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

MEMORY = 1024**3  # bytes
SECONDS = 55
MOST_PAGES = 300
SAME_LINE = 0.4  # of the line's height
PARAGRAPH_GAP = 0.75  # of the line's height, between the bottom of one line and the top of the next


class RefusedError(Exception):
    """The file is not read; the message says why."""


def extract(file):
    """Return the text of the open PDF. Raises RefusedError."""
    pages = []
    try:
        for number, layout in enumerate(extract_pages(file, laparams=LAParams(boxes_flow=None)), start=1):
            if number > MOST_PAGES:
                raise RefusedError(f"В файле больше {MOST_PAGES} страниц: это не текст регламента.")
            pages.append(page_text(layout))
    except PDFPasswordIncorrect as error:
        raise RefusedError("Файл PDF защищён паролем: снимите защиту.") from error
    except PDFTextExtractionNotAllowed as error:
        raise RefusedError("Файл PDF запрещает извлекать текст: снимите защиту.") from error
    if not "".join(pages).strip():
        raise RefusedError("В файле PDF нет текстового слоя: это снимок страниц. Нужен файл с текстом.")
    return "\f".join(pages)


def page_text(layout):
    """Return the lines of one page from top to bottom, an empty line where the gap between them is wide."""
    lines = sorted(_lines(layout), key=lambda line: (-line.y1, line.x0))
    rows = []
    for line in lines:
        height = line.y1 - line.y0
        if rows and abs(rows[-1][0].y0 - line.y0) < SAME_LINE * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    left = min((line.x0 for line in lines), default=0)
    result, bottom = [], None
    for row in rows:
        row.sort(key=lambda line: line.x0)
        top, height = max(line.y1 for line in row), row[0].y1 - row[0].y0
        if bottom is not None and bottom - top > PARAGRAPH_GAP * height:
            result.append("")
        indent = " " * int((row[0].x0 - left) / 5)
        result.append(indent + " ".join(line.get_text().strip() for line in row))
        bottom = min(line.y0 for line in row)
    return "\n".join(result)


def _lines(container):
    for element in container:
        if isinstance(element, LTTextLine):
            if element.get_text().strip():
                yield element
        elif isinstance(element, LTTextContainer):
            yield from _lines(element)


def main():
    """Read a PDF from standard input; exit code 1 with a message on standard error when it is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable(logging.CRITICAL)
    try:
        text = extract(io.BytesIO(sys.stdin.buffer.read()))
    except RefusedError as error:
        sys.stderr.buffer.write(str(error).encode())
        return 1
    except Exception:  # noqa: BLE001 - the boundary: pdfminer raises anything, and this process reads one file and ends
        return 2
    sys.stdout.buffer.write(text.encode(errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
