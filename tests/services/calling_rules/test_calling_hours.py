"""The table of legal hours: what it says, and what an admin who edits it may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.calling_rules.calling_hours import (
    COLUMNS,
    SUPPLIED,
    CallingHours,
    CallingHoursError,
    CallingHoursTable,
    CallLimit,
    Certainty,
)
from services.start_refused import StartRefused

HEADER = ",".join(COLUMNS)
HOURS = CallingHours.read(SUPPLIED.read_bytes())


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def spans(*texts: str) -> tuple[tuple[int, int], ...]:
    return tuple((minutes(text.split("-")[0]), minutes(text.split("-")[1])) for text in texts)


def table(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "hours.csv"
    path.write_text("\n".join((header, *lines)), encoding="utf-8")
    return path


def of(path: Path) -> CallingHours:
    return CallingHours.read(path.read_bytes())


@pytest.mark.parametrize(
    ("place", "monday", "saturday", "sunday"),
    [
        ("US", spans("8:00-21:00"), spans("8:00-21:00"), spans("8:00-21:00")),
        ("US-FL", spans("8:00-20:00"), spans("8:00-20:00"), spans("8:00-20:00")),
        ("US-TX", spans("9:00-21:00"), spans("9:00-21:00"), spans("12:00-21:00")),
        ("US-AL", spans("8:00-20:00"), spans("8:00-20:00"), ()),
        ("US-RI", spans("9:00-18:00"), spans("10:00-17:00"), spans("10:00-17:00")),
        ("CA", spans("9:00-21:30"), spans("10:00-18:00"), spans("10:00-18:00")),
        ("FR", spans("10:00-13:00", "14:00-20:00"), (), ()),
        ("DE", spans("8:00-20:00"), spans("9:00-18:00"), ()),
        ("GB", spans("8:00-21:00"), spans("9:00-21:00"), spans("9:00-21:00")),
    ],
)
def test_it_knows_the_week_of_a_place(place: str, monday: object, saturday: object, sunday: object) -> None:
    rule = HOURS.rule(place)
    assert rule is not None
    assert rule.week is not None
    assert (rule.week[0], rule.week[5], rule.week[6]) == (monday, saturday, sunday)


def test_a_state_without_a_line_has_its_countrys_hours() -> None:
    hours = HOURS
    assert hours.rule("US-OH") == hours.rule("US")


def test_a_place_that_is_not_in_the_table_has_no_rule() -> None:
    assert HOURS.rule("PL") is None


def test_a_place_without_known_hours_says_so() -> None:
    rule = HOURS.rule("NL")
    assert rule is not None
    assert rule.week is None
    assert rule.certainty is Certainty.UNKNOWN
    assert rule.consent


def test_it_names_certainty_source_and_limits() -> None:
    rule = HOURS.rule("US-FL")
    assert rule is not None
    assert rule.certainty is Certainty.LAW
    assert rule.source == "Florida Statutes 501.616(6)"
    assert rule.limit == CallLimit(3, 24)
    assert rule.consent, "consent is federal and holds in every state"


def test_every_line_has_a_source() -> None:
    assert all(rule.source for rule in HOURS.rules.values())


def test_a_state_that_allows_more_than_its_country_is_cut_to_the_country(tmp_path: Path) -> None:
    path = table(tmp_path, "US,Mon-Sun,08:00-21:00,,,,,law,x,", "US-ZZ,Mon-Sun,06:00-20:00,,,,,law,y,")
    rule = of(path).rule("US-ZZ")
    assert rule is not None
    assert rule.week == (spans("8:00-20:00"),) * 7
    assert rule.source == "y"


def test_it_reads_what_a_german_spreadsheet_saves(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(
        ";".join(COLUMNS).encode()
        + "\r\nDE;Mon;08:00-24:00;;;;;unsure;Büro;\r\n;;;;;;;;;\r\n".encode("cp1252")
    )
    rule = of(path).rule("DE")
    assert rule is not None
    assert rule.source == "Büro"
    assert rule.week == (spans("8:00-24:00"), *[()] * 6)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Germany,Mon,08:00-20:00,,,,,law,x,", "place"),
        ("DE,Monday,08:00-20:00,,,,,law,x,", "days"),
        ("DE,Sat-Mon,08:00-20:00,,,,,law,x,", "days"),
        ("DE,Mon,8-20,,,,,law,x,", "hours"),
        ("DE,Mon,,,,,,law,x,", "hours"),
        ("DE,Mon,20:00-08:00,,,,,law,x,", "hours"),
        ("DE,Mon,08:00-24:30,,,,,law,x,", "hours"),
        ("DE,Mon,14:00-20:00 10:00-13:00,,,,,law,x,", "hours"),
        ("DE,Mon,08:00-20:00,,,,,certain,x,", "certainty"),
        ("DE,Mon,08:00-20:00,,three,24,,law,x,", "max_calls"),
        ("DE,Mon,08:00-20:00,,3,,,law,x,", "within_hours"),
        ("DE,Mon,08:00-20:00,,,,ja,law,x,", "consent"),
        ("DE,Mon,08:00-20:00,shut,,,,law,x,", "holidays"),
    ],
)
def test_it_names_the_line_and_the_column_that_make_no_sense(tmp_path: Path, line: str, column: str) -> None:
    path = table(tmp_path, "US,Mon-Sun,08:00-21:00,,,,,law,x,", line)
    with pytest.raises(CallingHoursError) as caught:
        of(path)
    assert (caught.value.line, caught.value.column) == (3, column)


def test_it_names_a_column_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CallingHoursError) as caught:
        of(table(tmp_path, header="place,days"))
    assert (caught.value.line, caught.value.column) == (1, "hours")


def week_of_germany(hours: CallingHoursTable) -> object:
    table = hours.read()
    rule = table and table.rule("DE")
    return rule and rule.week


def test_an_admins_own_table_counts_in_place_of_the_one_that_comes_along(tmp_path: Path) -> None:
    path = table(tmp_path, "DE,Mon,10:00-12:00,,,,,law,x,")
    own, supplied = CallingHoursTable(str(path)), CallingHoursTable("")

    assert week_of_germany(own) == (spans("10:00-12:00"), *[()] * 6)
    assert supplied.read() == HOURS


def test_an_edit_takes_effect_without_a_restart_and_a_slip_in_it_leaves_no_table(tmp_path: Path) -> None:
    """Half a table would call half the hours checked."""
    own = CallingHoursTable(str(table(tmp_path, "DE,Mon,08:00-20:00,,,,,law,x,")))
    before = week_of_germany(own)
    table(tmp_path, "DE,Mon,10:00-12:00,,,,,law,x,")
    after = week_of_germany(own)
    table(tmp_path, "DE,Mon,10-12,,,,,law,x,")

    assert (before, after) == ((spans("8:00-20:00"), *[()] * 6), (spans("10:00-12:00"), *[()] * 6))
    assert own.read() is None


def test_a_process_does_not_start_with_a_table_that_makes_no_sense(tmp_path: Path) -> None:
    path = table(tmp_path, "DE,Mon,20:00-08:00,,,,,law,x,")

    with pytest.raises(StartRefused) as refused:
        CallingHoursTable(str(path)).require_usable()

    said = str(refused.value)
    assert f"{path} cannot be used: line 2: hours cannot be '20:00-08:00'" in said
    assert "CONSOLE_CALLING_HOURS" in said
    assert "\n" not in said


def test_a_process_does_not_start_with_a_table_that_is_not_there(tmp_path: Path) -> None:
    """To fall back on another table would check other hours than the admin wrote."""
    with pytest.raises(StartRefused, match=r"none\.csv cannot be read: No such file"):
        CallingHoursTable(str(tmp_path / "none.csv")).require_usable()


def test_a_process_starts_with_the_table_that_comes_along() -> None:
    CallingHoursTable().require_usable()
