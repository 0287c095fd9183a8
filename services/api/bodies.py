"""Bodies of answers, read no further than they may be long: a small compressed one may hold gigabytes.

Decoding stops at the limit too, and not after it.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Iterable
from typing import Any

import httpx

from services.api.spelling import ITEMS

LONGEST_BODY = 32 * 2**20
DEEPEST = 60  # levels of lists and objects; the contract has four
LARGEST_NUMBER = 2**63
_GZIP_OR_ZLIB = 47  # zlib's own way to say: whichever of the two it is
_NO_TEXT = re.compile("[\ud800-\udfff\x00]")
_MAY_HOLD_NO_TEXT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
REPLACEMENT = "\ufffd"


class BodyTooLarge(httpx.TransportError):
    """The answer is longer than is taken in; the rest of it was not read."""


def read_body(chunks: Iterable[bytes], encoding: str, longest: int = LONGEST_BODY) -> bytes:
    """A body decoded from `encoding`, the answer's Content-Encoding.

    Raises:
        BodyTooLarge: it is longer than `longest`, sent or decoded.
        httpx.DecodingError: it is not encoded so.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return _joined(chunks, longest)
        case "gzip" | "x-gzip" | "deflate":
            return _joined(_decoded(chunks, longest), longest)
        case _:
            raise httpx.DecodingError("an encoding nobody asked for")


def _joined(chunks: Iterable[bytes], longest: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        if len(body) + len(chunk) > longest:
            raise BodyTooLarge("the answer is too long")
        body += chunk
    return bytes(body)


def _decoded(chunks: Iterable[bytes], longest: int) -> Iterable[bytes]:
    """The content of the chunks, in pieces of at most `longest` bytes and one more, which then is one too many."""
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    received = 0
    try:
        for chunk in chunks:
            received += len(chunk)
            if received > longest:
                raise BodyTooLarge("the answer is too long")
            yield decoder.decompress(chunk, longest + 1)
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error
    if not decoder.eof and received:
        raise httpx.RemoteProtocolError("the answer ends in the middle")


def json_object(content: bytes) -> dict[str, Any] | None:
    """The JSON object of a body, a bare list as the `items` of one; None where there is none: HTML, half a body.

    In it are only values that can be kept, shown and sent on: half a character and U+0000 are replaced, a number that
    no machine can count with is null, and so is what is nested without end.
    """
    try:
        text = content.decode(json.detect_encoding(content), "replace")
        body = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None
    if isinstance(body, list):
        body = {ITEMS: body}
    if not isinstance(body, dict):
        return None
    return _usable(body, DEEPEST, texts=bool(_MAY_HOLD_NO_TEXT.search(text)))


def _whole(digits: str) -> int | None:
    number = int(digits) if len(digits) <= 20 else None
    return number if number is not None and abs(number) < LARGEST_NUMBER else None


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _usable(value: Any, levels: int, *, texts: bool) -> Any:
    """`value` to so many levels, with all its texts looked at where some may be none."""
    if isinstance(value, dict):
        if not levels:
            return None
        return {
            _text(name) if texts else name: _usable(item, levels - 1, texts=texts)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_usable(item, levels - 1, texts=texts) for item in value] if levels else None
    return _text(value) if texts and isinstance(value, str) else value


def _text(text: str) -> str:
    return _NO_TEXT.sub(REPLACEMENT, text)
