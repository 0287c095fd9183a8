"""Look of every page (theme): the brand's colours as Streamlit's options, and a stylesheet for what it has no option for."""

from __future__ import annotations

from components.streamlit_internals.theme import set_theme
from components.ui.brand import Palette, brand
from components.ui.html import COMPONENTS
from services.languages import Language
from services.texts import in_language, offered

_STYLES = (
    COMPONENTS / "frame" / "look.css",
    COMPONENTS / "campaign_form" / "form.css",
    COMPONENTS / "campaigns" / "filters.css",
    COMPONENTS / "campaign" / "now.css",
    COMPONENTS / "campaign" / "holding.css",
    COMPONENTS / "charts" / "charts.css",
    COMPONENTS / "imports" / "list.css",
    COMPONENTS / "launch" / "readiness.css",
    COMPONENTS / "new_campaign" / "page.css",
    COMPONENTS / "upload" / "page.css",
)
"""All there are, but those of elements of our own, which bring theirs (`components.ui.own_element`). Once in a page, and
not with each part of it that is drawn anew."""


def use_brand() -> None:
    """From here on, in this process. Raises BrandRefused."""
    set_theme(_options("light", brand().light) | _options("dark", brand().dark))


def stylesheet() -> str:
    """What `look.css` needs to know of the brand stands before it."""
    light, dark = _properties(brand().light), _properties(brand().dark)
    names = (f':root:lang({one.code}) {{ --name: "{_css_text(name)}"; }}\n' for one, name in _names())
    return (
        f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        + "".join(names)
        + "".join(one.read_text(encoding="utf-8") for one in _STYLES)
    )


def _names() -> list[tuple[Language, str]]:
    return [(one, in_language(one, brand().spoken_name)) for one in offered()]


def _css_text(words: str) -> str:
    """Words between the quotes of a stylesheet, whatever is in them."""
    return "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in words)


def _options(mode: str, palette: Palette) -> dict[str, str]:
    return {
        f"{mode}.primaryColor": palette.accent,
        f"{mode}.backgroundColor": palette.background,
        f"{mode}.secondaryBackgroundColor": palette.surface,
        f"{mode}.textColor": palette.text,
        f"{mode}.borderColor": palette.line,
        f"{mode}.sidebar.borderColor": palette.line,
    }


def _properties(palette: Palette) -> str:
    return f"--accent: {palette.accent}; --on-accent: {palette.on_accent}; --line: {palette.line}; --page: {palette.background};"
