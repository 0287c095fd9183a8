"""`python -m services.contact_file`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.contact_file.__main__ import main
from services.texts import set_language
from tests.services.contact_file.corpus import lines


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "gut.csv"
    file.write_bytes(lines("Name;Telefon", "Anna;0151 23456789", "Ben;n/a", "Cem;030 12345678 (Frau Berg)"))
    return file


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    file = tmp_path / "bad.csv"
    file.write_bytes(b"PK\x03\x04" + bytes(50))
    return file


def test_it_sums_a_file_up(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--region", "DE", str(good)]) == 0
    said = capsys.readouterr().out
    assert "3 rows, utf-8, separator “;”, numbers from: Telefon" in said
    assert "For you to decide" in said
    assert "There is text beside the number." in said


def test_it_speaks_german(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        assert main(["--region", "DE", "--language", "de", str(good)]) == 0
    finally:
        set_language("en")
    assert "Zu entscheiden" in capsys.readouterr().out


def test_it_prints_one_object_a_file_and_goes_on_after_a_bad_one(
    good: Path, bad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--region", "de", "--json", str(bad), str(good), str(good.parent / "none.csv")]) == 1
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["verdict"], first["reason"], first["rows"]) == ("reject", "workbook_damaged", [])
    assert second["rows"][0] == {
        "row": 1,
        "line": 2,
        "verdict": "ok",
        "e164": "+4915123456789",
        "ext": None,
        "reason": None,
    }
    assert [row["verdict"] for row in second["rows"]] == ["ok", "invalid", "review"]
    assert (second["encoding"], second["delimiter"], second["phone_columns"]) == ("utf-8", ";", ["Telefon"])
    assert third["reason"] == "not_found"


@pytest.mark.parametrize(
    "arguments", [[], ["file.csv"], ["--region", "XX", "file.csv"], ["--region", "DE"], ["--nonsense"]]
)
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err
