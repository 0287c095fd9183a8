"""Icon font made anew: `python -m tests.icon_font` (`make icons`) takes from Streamlit's font of icons those that a page may show.

An icon is drawn by its name: the letters of it are one glyph, a ligature. Taken are all whose name stands as a word in quotes
in the console's sources or in Streamlit's frontend: some too many, and none too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from components.frame.gateway import ICONS
from components.streamlit_internals.static_files import FRONTEND
from services.settings import HOME

FONT = "MaterialSymbols-Rounded.*.woff2"
OWN = (
    "components/**/*.py",
    "components/**/*.html",
    "components/**/*.js",
    "pages/*.py",
    "services/**/*.py",
    "app.py",
    "asgi.py",
)
IN_QUOTES = re.compile(r"[\"'`]([a-z0-9_]+)[\"'`]")
IN_MARKDOWN = re.compile(r":material/([a-z0-9_]+)")
LIGATURE = 4
"""Kind of a lookup in OpenType's GSUB."""
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def whole_font() -> Path:
    """Streamlit's."""
    [font] = (FRONTEND / "static" / "media").glob(FONT)
    return font


def icons_of(font: TTFont) -> dict[str, str]:
    """Names of glyphs by the names of the icons that they draw."""
    letters = {glyph: chr(code).lower() for code, glyph in (font.getBestCmap() or {}).items()}
    return {
        "".join(letters.get(glyph, "?") for glyph in (first, *ligature.Component)): ligature.LigGlyph
        for table in _ligature_tables(font)
        for first, ligatures in table.ligatures.items()
        for ligature in ligatures
    }


def _ligature_tables(font: TTFont) -> Iterator[Any]:  # made by fontTools from the format's own description
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = getattr(table, "ExtSubTable", table)
            if inner.LookupType == LIGATURE:
                yield inner


def named() -> set[str]:
    """Words that may be names of icons."""
    sources = [file for pattern in OWN for file in HOME.glob(pattern)]
    sources += (FRONTEND / "static" / "js").glob("*.js")
    texts = [file.read_text(encoding="utf-8") for file in sources]
    return {word for text in texts for known in (IN_QUOTES, IN_MARKDOWN) for word in known.findall(text)}


def main() -> None:
    source = whole_font()
    font = TTFont(source)
    icons = icons_of(font)
    options = Options(layout_features=["*"], layout_closure=False)
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=[icons[name] for name in named() & icons.keys()], text=LETTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made)
    ICONS.mkdir(exist_ok=True)
    for old in ICONS.glob("*.woff2"):
        old.unlink()
    (ICONS / source.name).write_bytes(made.getvalue())
    print(f"{source.name}: {source.stat().st_size} bytes became {len(made.getvalue())}")


if __name__ == "__main__":
    main()
