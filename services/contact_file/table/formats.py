"""File type detection: files that are no text table are told apart by how they begin, so that the person hears what
hers is.
"""

from __future__ import annotations

import re

from services.contact_file.verdicts import FileRejected

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "database"),
    (b"ARROW1", "database"),
)
_ANYTHING = re.compile(rb"[^\r\n\t \0\xef\xbb\xbf\xff\xfe]")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.I)
_TABLES_XML = re.compile(r"<\?xml|<(?:workbook|ss:|office:document)", re.I)


def refuse_binary(content: bytes) -> None:
    """Raise `FileRejected` for what no decoding can make a table of."""
    if not _ANYTHING.search(content):
        raise FileRejected("empty")
    for magic, code in _MAGIC:
        if content.startswith(magic):
            raise FileRejected(code)


def refuse_other_text(head: str) -> None:
    """Raise `FileRejected` for text that is something else than a table; `head` is its first few thousand characters."""
    text = head.lstrip("\ufeff \t\r\n")
    if not text:
        raise FileRejected("empty")
    if _HTML.match(text) or (_TABLES_XML.match(text) and _HTML.search(text[:2000])):
        raise FileRejected("html")
    if _TABLES_XML.match(text):
        raise FileRejected("xml")
    if text.upper().startswith("BEGIN:VCARD"):
        raise FileRejected("vcard")
    if re.match(r"(?:\[\s*)?\{\s*\"|\[\s*\[\s*\"|\[\s*\{", text):
        raise FileRejected("json")
    strange = sum(1 for char in text if ord(char) < 32 and char not in "\r\n\t\x1a\x1f\x0b\x0c\0")
    if strange > max(8, len(text) // 20):
        raise FileRejected("not_text")
