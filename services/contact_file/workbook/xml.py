"""XML of workbooks, read as a stream: no document types, no entities, nothing from elsewhere (CWE-611, CWE-776).

The handlers are expat's own, without the objects that ElementTree puts between: a sheet has millions of elements.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from services.contact_file.verdicts import FileRejected

CHUNK = 1 << 20


class Elements:
    """Elements by their local names. `ended` and `data` are called only while `listening`."""

    def __init__(self) -> None:
        self._parser: Any = None
        self._local: dict[str, str] = {}

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins. Attributes without a namespace have plain names, others end with theirs."""

    def ended(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text of an element, in pieces."""

    def listen(self, *, wanted: bool) -> None:
        """Whether the ends of elements and their text are wanted from here on."""
        self._parser.EndElementHandler = self._end if wanted else None
        self._parser.CharacterDataHandler = self.data if wanted else None

    def begin(self, parser: Any) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.began(self._local.get(name) or self._local.setdefault(name, local(name)), attributes)

    def _end(self, name: str) -> None:
        self.ended(self._local[name])


def local(name: str) -> str:
    return name.rpartition("}")[2]


def parse(source: io.BufferedIOBase | bytes, target: Elements) -> None:
    """Tell `target` what is in it. Raises `FileRejected` for what is no XML, or has more than data in it."""
    expat = DefusedXMLParser(forbid_dtd=True).parser
    expat.ordered_attributes = False
    for handler in ("EndElementHandler", "CharacterDataHandler", "DefaultHandlerExpand", "CommentHandler"):
        setattr(expat, handler, None)
    target.begin(expat)
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        while piece := stream.read(CHUNK):
            expat.Parse(piece, False)
        expat.Parse(b"", True)
    except (ExpatError, DefusedXmlException, LookupError, ValueError) as error:
        raise FileRejected("workbook_damaged") from error
    finally:
        target.begin(_NONE)


class _Nothing:
    """In a parser's place once it is done: parser and target would hold each other."""


_NONE = _Nothing()
