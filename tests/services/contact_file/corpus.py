"""Contact files as they come, by class of defect, with the verdict each row must get.

A row's expectation is `verdict e164`; `-` is no number, `*` any. What counts first: no row may become callable with
a number that was not meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOBILE, LANDLINE, AMERICAN, BRITISH = "+4915123456789", "+493012345678", "+12124567890", "+442079460958"


@dataclass(frozen=True)
class Case:
    """`rows` in the file's order; `verdict` is the file's: `ok`, `warn` or `reject`, with its reason."""

    name: str
    content: bytes
    rows: tuple[str, ...] = ()
    verdict: str = "ok"
    reason: str = ""
    region: str = "DE"
    phone: tuple[str, ...] | None = None
    encoding: str | None = None
    delimiter: str | None = None


def lines(*rows: str, eol: str = "\r\n", encoding: str = "utf-8") -> bytes:
    return (eol.join(rows) + eol).encode(encoding)


def cells(name: str, expected: Mapping[str, str], region: str = "DE") -> Case:
    """A column of phone cells, each quoted, with what each one says."""
    quoted = (f'N{number},"{text.replace(chr(34), chr(34) * 2)}"' for number, text in enumerate(expected))
    return Case(name, lines("name,phone", *quoted), tuple(expected.values()), region=region)


def marked(name: str, header: str, expected: Sequence[tuple[str, str]]) -> Case:
    """People with numbers of their own and a mark each."""
    rows = (f"N{number};0151 234560{number:02d};{mark}" for number, (mark, _) in enumerate(expected))
    ends = tuple(f"{verdict} +49151234560{number:02d}" for number, (_, verdict) in enumerate(expected))
    return Case(name, lines(f"name;phone;{header}", *rows), ends)
