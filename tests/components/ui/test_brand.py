"""Brand: a company's own name, mark and colours, and those that nobody could read."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.ui.brand import BrandRefused, brand, contrast, read_brand
from services import texts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "brand.toml"


def test_a_company_names_only_what_is_its_own(file: Path) -> None:
    file.write_text('[name]\nde = "Nordwind"\n[light]\naccent = "#8a1538"\n', encoding="utf-8")
    read = read_brand(str(file))
    german, english = (
        texts.in_language(one, read.spoken_name) for one in (texts.named("de"), texts.ENGLISH) if one
    )

    assert (german, english) == ("Nordwind", "Campaign console")
    assert read.light.accent == "#8a1538"
    assert read.light.text == brand().light.text
    assert read.dark == brand().dark
    assert read.mark == brand().mark


def test_words_on_the_accent_can_be_read_whatever_it_is() -> None:
    for palette in (brand().light, brand().dark):
        assert contrast(palette.on_accent, palette.accent) >= 4.5


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('[light]\ntext = "#777777"', "light: text cannot be read on background"),
        ('[dark]\naccent = "#1a1f26"', "dark: accent cannot be told from background"),
        ('[light]\naccent = "blue"', "light.accent"),
        ('[light]\nacent = "#1f5fbf"', "light.acent"),
        ('[mark]\nsvg = "logo.png"', "mark.svg"),
        ("[light", "cannot be read"),
    ],
)
def test_what_nobody_could_read_is_refused_in_one_sentence(file: Path, told: str, why: str) -> None:
    file.write_text(told, encoding="utf-8")
    with pytest.raises(BrandRefused, match="Not started: ") as refused:
        read_brand(str(file))
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(BrandRefused, match="cannot be read"):
        read_brand(str(file))
