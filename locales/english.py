"""The English catalogues: the German ones' message ids, worded as in the code unless an editor reworded them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from locales.catalogues import entries
from services.texts import LOCALES

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
    """Write them anew, one file for each German one."""
    worded = {entry.key: entry.message.string for entry in entries("en", locales)}
    german = entries("de", locales)
    folder = locales / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    for stray in folder.glob("*.po"):
        stray.unlink()
    for name in sorted({Path(entry.file).name for entry in german}):
        english = Catalog(locale="en")
        for entry in german:
            if Path(entry.file).name == name:
                message = entry.message
                english.add(message.id, worded.get(entry.key) or message.id, context=message.context)
        with (folder / name).open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, english, width=110, omit_header=True, sort_output=True)
