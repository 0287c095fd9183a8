"""Brand: name, mark and colours (theme) of the console, read from one file that a company can replace by its own.

Colours that could not be read on each other are refused at the start: nobody would find the button that stops a campaign.
"""

from __future__ import annotations

import tomllib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from services.settings import HOME, Settings
from services.start_refused import StartRefused
from services.texts import _, language

OWN = HOME / "brand.toml"
READABLE = 4.5
"""Contrast that WCAG 2.2 asks of text (1.4.3)."""
VISIBLE = 3.0
"""… and of the edge of what can be clicked (1.4.11)."""
CAPTION = 0.6
"""How much of the text's colour a caption has; Streamlit mixes it."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class BrandRefused(StartRefused, ValueError):  # noqa: N818  named for what it says
    """The file of the brand cannot be used."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Palette(_Section):
    """`surface` lies on the background: the menu, fields, the head of a table."""

    accent: Colour
    background: Colour
    surface: Colour
    text: Colour
    line: Colour

    @property
    def on_accent(self) -> str:
        return max("#ffffff", "#000000", key=lambda one: contrast(one, self.accent))

    @model_validator(mode="after")
    def _can_be_read(self) -> Palette:
        for ground in ("background", "surface"):
            below: str = getattr(self, ground)
            if contrast(_mixed(self.text, below, CAPTION), below) < READABLE:
                raise ValueError(f"text cannot be read on {ground}: captions are paler than it")
            if contrast(self.accent, below) < VISIBLE:
                raise ValueError(f"accent cannot be told from {ground}")
        return self


class Mark(_Section):
    svg: str = Field(pattern=r"^\s*<svg[\s>]")

    @property
    def address(self) -> str:
        """In an address, because Streamlit would read and encode a file anew on every run."""
        return "data:image/svg+xml;base64," + b64encode(self.svg.strip().encode()).decode()


class Brand(_Section):
    name: dict[str, str] = {}
    mark: Mark
    light: Palette
    dark: Palette

    def spoken_name(self) -> str:
        """In the language of the page."""
        return self.name.get(language().code) or _("Campaign console")


@cache
def brand() -> Brand:
    """The one of this process."""
    return read_brand(Settings().console_brand)


def read_brand(file: str) -> Brand:
    """What the file says, on top of the console's own. Raises BrandRefused."""
    own = _sections(OWN)
    told = _sections(Path(file)) if file else {}
    try:
        return Brand.model_validate({name: _on_top(own.get(name), told.get(name)) for name in own | told})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        why = first["msg"].removeprefix("Value error, ")  # not translated: pydantic says it
        raise BrandRefused(
            f"Not started: the brand in {file or OWN} cannot be used, {place}: {why}. Mend it, then start again."
        ) from None


def _sections(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrandRefused(
            f"Not started: the brand's file {file} cannot be read: {error}. Mend it, then start again."
        ) from None


def _on_top(own: object, told: object) -> object:
    if isinstance(own, dict) and isinstance(told, dict):
        return own | told
    return own if told is None else told


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, ground: str, share: float) -> str:
    parts = (
        round(above * share + below * (1 - share))
        for above, below in zip(_parts(colour), _parts(ground), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
