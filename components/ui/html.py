"""HTML elements of our own, where Streamlit's would be many: `components/**/*.html`, filled by Jinja.

Everything that is filled in is escaped. Names need no more than that, except to stay on one line and in their direction:
`components.ui.markdown.on_one_line`.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

COMPONENTS = Path(__file__).resolve().parent.parent


def bold(words: str) -> Markup:
    """HTML of words in which only `**bold**` is markup."""
    parts = words.split("**")
    return Markup("").join(
        Markup("<b>{}</b>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


_templates = Environment(loader=FileSystemLoader(COMPONENTS), autoescape=True, undefined=StrictUndefined)
_templates.filters["bold"] = bold


def template(name: str) -> Template:
    """`components/<name>.html`, a path such as `campaign/head`; in it `words | bold` makes `**…**` bold."""
    return _templates.get_template(f"{name}.html")
