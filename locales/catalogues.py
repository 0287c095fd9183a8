"""Message catalogues in `locales/` as they are on disk: every message of a language with the file it is in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from services.languages import LOCALES

HOME = LOCALES.parent

MessageId = str | tuple[str, str]
Key = tuple[str, str | None]


class CatalogueEntry(NamedTuple):
    """A message of one catalogue file."""

    message: Message
    file: str

    @property
    def key(self) -> Key:
        return key_of(self.message.id, self.message.context)


def key_of(message_id: MessageId | Sequence[str], context: str | None) -> Key:
    """Key gettext looks a message up by: its singular and its context."""
    return (message_id if isinstance(message_id, str) else message_id[0]), context


def relative(file: Path, home: Path) -> str:
    return str(file.relative_to(home)) if file.is_relative_to(home) else str(file)


def entries(language: str, locales: Path = LOCALES) -> list[CatalogueEntry]:
    """All messages of a language's `.po` files, fuzzy ones too."""
    found: list[CatalogueEntry] = []
    for path in sorted((locales / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        name = relative(path, locales.parent)
        found += [CatalogueEntry(message, name) for message in catalogue if message.id]
    return found
