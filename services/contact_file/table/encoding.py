"""Encoding detection: bytes as they came → UTF-8 without byte order mark or NULs, and what was noticed on the way.

Rule: byte order mark, else the pattern of NULs, else strict UTF-8, else cp1252. That was right on every German, French
and ASCII file measured, where statistical guessing was right on 93 %. Two older eight-bit encodings (Mac, DOS) are
recognised by letters that would stand inside words as signs. The person can always choose another encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from services.contact_file.verdicts import FileNote, FileRejected

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHOICES = (
    "utf-8",
    "cp1252",
    "utf-16-le",
    "utf-16-be",
    "iso8859-15",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp850",
    "mac_roman",
    "utf-32-le",
    "utf-32-be",
)
SAMPLE = 64 * 1024
BLOCK = 1 << 20
_LETTERS = frozenset("äöüÄÖÜßéèêëàáâãåçñíìîïóòôõøúùûýæœÅÆØÉÈÀÇÑ")
_INNER_BOM = re.compile(rb"(?:(?<=[\r\n])|\A)\xef\xbb\xbf")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_INSIDE_WORD = re.compile(rb"[A-Za-z][\x80-\xff][A-Za-z]")
_MANGLED = re.compile("[ÃÂÅÄâ][\u0080-\u00ff\u0152-\u0178\u02c6-\u02dc\u2013-\u2122]{1,2}")


@dataclass(frozen=True)
class Text:
    """The file's text. `encoding` is the name of what it was."""

    utf8: bytes
    encoding: str
    notes: list[FileNote] = field(default_factory=list)


def to_utf8(content: bytes, encoding: str | None = None) -> Text:
    """Decode by rule, or by `encoding` where the person chose one.

    Raises `FileRejected("encoding_unknown")` for a name that is no text encoding of `CHOICES`.
    """
    if encoding is not None and encoding not in CHOICES:
        raise FileRejected("encoding_unknown", encoding=encoding)
    bom, found = _bom(content)
    content = content[len(bom) :] if bom else content
    chosen = encoding or found or guess(content)
    notes: list[FileNote] = []
    utf8 = _transcode(content, chosen, notes)
    if b"\0" in utf8:
        utf8 = utf8.replace(b"\0", b"")
        notes.append(FileNote("nul_bytes"))
    if utf8.endswith(b"\x1a"):
        utf8 = utf8[:-1]
    if (
        codecs.BOM_UTF8[:1] in utf8 and codecs.BOM_UTF8 in utf8
    ):  # one byte is found sooner; files put one after the other keep theirs in the middle
        utf8 = _INNER_BOM.sub(b"", utf8)
    if _is_mojibake(utf8):
        notes.append(FileNote("mojibake"))
    return Text(utf8, chosen, notes)


def guess(content: bytes) -> str:
    """The encoding of bytes that carry no byte order mark."""
    by_nul = _nul_pattern(content[:4096])
    if by_nul:
        return by_nul
    if content.isascii() or _decodes(content):
        return "utf-8"
    characters = sum(1 for _ in _MULTIBYTE.finditer(content))
    if characters and characters >= _high_bytes(content) - _bytes_in_sequences(content):
        return "utf-8"
    return _eight_bit(content)


def _high_bytes(content: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(content, dtype=np.uint8) >= 0x80))


def _bytes_in_sequences(content: bytes) -> int:
    return sum(len(found.group()) for found in _MULTIBYTE.finditer(content))


def _bom(content: bytes) -> tuple[bytes, str | None]:
    for bom, name in BOMS:
        if content.startswith(bom):
            return bom, name
    return b"", None


def _nul_pattern(head: bytes) -> str | None:
    head = head[: len(head) // 4 * 4]
    if b"\0" not in head:
        return None
    share = (np.frombuffer(head, dtype=np.uint8).reshape(-1, 4) == 0).mean(axis=0)
    if share[1:].min() > 0.5 and share[0] < 0.1:
        return "utf-32-le"
    if share[:3].min() > 0.5 and share[3] < 0.1:
        return "utf-32-be"
    even, odd = (share[0] + share[2]) / 2, (share[1] + share[3]) / 2
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else None


def _decodes(content: bytes) -> bool:
    """Whether bytes are strict UTF-8, looked at as one text of Arrow's, which makes no text of them."""
    whole = pa.py_buffer(np.array([0, len(content)], np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, whole, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _blocks(content: bytes) -> Iterator[memoryview]:
    view = memoryview(content)
    return (view[start : start + BLOCK] for start in range(0, len(view), BLOCK))


def _eight_bit(content: bytes) -> str:
    """cp1252, unless the bytes inside words are letters only in an older encoding."""
    inside = [found.group() for found, _ in zip(_INSIDE_WORD.finditer(content), range(2000), strict=False)]
    if not inside:
        return "cp1252"
    if _letters(inside, "cp1252") >= 0.5:
        return "cp1252"
    best = max(("mac_roman", "cp850"), key=lambda name: _letters(inside, name))
    return best if _letters(inside, best) >= 0.8 else "cp1252"


def _letters(inside: list[bytes], encoding: str) -> float:
    """The share of bytes that are a letter of the right case for where they stand: capitals begin words."""
    return sum(_fits_in(*found.decode(encoding, "replace")) for found in inside) / len(inside)


def _fits_in(before: str, letter: str, after: str) -> bool:
    if letter == "’":  # `it’s`
        return before.isalpha() and after.isalpha()
    return (
        letter in _LETTERS
        and (letter.islower() or before.isupper() or not before.isalpha())
        and after.isalpha()
    )


def _transcode(content: bytes, encoding: str, notes: list[FileNote]) -> bytes:
    if encoding == "utf-8":
        return content if content.isascii() or _decodes(content) else _mended(content, notes)
    unit = 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1
    content = content[: len(content) // unit * unit] if len(content) % unit else content
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    parts = [decoder.decode(block).encode("utf-8", "replace") for block in _blocks(content)]
    parts.append(decoder.decode(b"", final=True).encode("utf-8", "replace"))
    utf8 = b"".join(parts)
    if encoding == "cp1252" and b"\xef\xbf\xbd" in utf8:
        return utf8  # five bytes mean nothing in cp1252; programs that write them mean nothing by them
    if b"\xef\xbf\xbd" in utf8 and "\ufffd".encode() not in content:
        notes.append(FileNote("bad_bytes", {"count": utf8.count(b"\xef\xbf\xbd")}))
    return utf8


def _byte_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("contact_file_cp1252", _byte_as_cp1252)


def _mended(content: bytes, notes: list[FileNote]) -> bytes:
    """UTF-8 with single bytes of another encoding among it: those are read as cp1252."""
    notes.append(FileNote("bad_bytes", {"count": _high_bytes(content) - _bytes_in_sequences(content)}))
    return content.decode("utf-8", "contact_file_cp1252").encode("utf-8", "replace")


def _is_mojibake(utf8: bytes) -> bool:
    head = utf8[: BLOCK * 4]
    if not any(mark in head for mark in (b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2\xe2\x82\xac")):
        return False
    text = head.decode("utf-8", "ignore")
    return any(_was_utf8(found.group()) for found in _MANGLED.finditer(text))


def _was_utf8(pair: str) -> bool:
    for length in (2, 3):
        try:
            if len(pair[:length].encode("cp1252").decode("utf-8")) == 1:
                return True
        except UnicodeError:
            continue
    return False
