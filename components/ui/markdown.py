"""Escaping of names for Markdown: they come from people and files, and are shown as typed, never read as markup.

Streamlit reads Markdown, LaTeX, colour directives, icons and emoji short codes in almost every text it draws. Some
of it happens after escapes are resolved: addresses become links, `->` an arrow and `:streamlit:` a picture. An
invisible word joiner in such a place keeps them text.
"""

from __future__ import annotations

import re

# ASCII punctuation may be escaped with a backslash in CommonMark; these are the marks that can begin markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=\"'@/])")
_LINE_BREAKS = re.compile(r"[\r\n\t\v\f\u2028\u2029]+")
# Marks that turn the direction of the text after them; a name may hold them, the page around it must not follow.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD_JOINER = "\u2060"
# Where one stands, the browser's second reading no longer finds what it looks for.
_READ_TWICE = re.compile(
    r"(?<=https:)(?=//)|(?<=http:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[-\w])|(?<=:)(?=streamlit:)|(?<=[<>~-])(?=[->=])",
    re.IGNORECASE,
)


def on_one_line(text: object) -> str:
    """`text` without line breaks and without marks that would turn the direction of what follows; unescaped."""
    return _DIRECTION.sub("", _LINE_BREAKS.sub(" ", str(text)))


def plain(text: object) -> str:
    """`text` escaped so that Markdown shows it exactly as typed, on one line, also between the marks of bold text."""
    return _MARKUP.sub(r"\\\1", _READ_TWICE.sub(_WORD_JOINER, on_one_line(text).strip()))


def plotly_text(text: object) -> str:
    """`text` for a Plotly title, label or hover box, which read a few HTML tags and `%{…}`."""
    return (
        on_one_line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("%{", "%&#123;")
    )


def shortened(text: str, length: int = 60) -> str:
    """`text` cut to `length` characters with an ellipsis; unescaped."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
