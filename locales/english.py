"""Writer of the English catalogues: the German ones' message ids, worded as in the code unless an editor reworded
them.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from locales.catalogues import CatalogueEntry, Key, entries
from services.languages import ENGLISH, LOCALES
from services.texts import offered

HEADER = """# English texts, written by `make messages`.
msgid ""
msgstr ""
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def fill_english(locales: Path = LOCALES) -> None:
    """Write them anew, each message into a file named as the one in which the first translation has it."""
    worded = {entry.key: entry.message.string for entry in entries(ENGLISH.code, locales)}
    placed: dict[Key, CatalogueEntry] = {}
    for language in offered():
        if language is not ENGLISH:
            placed = {entry.key: entry for entry in entries(language.code, locales)} | placed
    folder = locales / ENGLISH.code / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    for stray in folder.glob("*.po"):
        stray.unlink()
    for name in sorted({Path(entry.file).name for entry in placed.values()}):
        english = Catalog(locale=ENGLISH.code)
        for entry in placed.values():
            if Path(entry.file).name == name:
                message = entry.message
                english.add(message.id, worded.get(entry.key) or message.id, context=message.context)
        with (folder / name).open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, english, width=110, omit_header=True, sort_output=True)
