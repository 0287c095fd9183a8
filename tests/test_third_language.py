"""A further language is one record and one catalogue: nothing else in the console has to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from components.charts.chart import figure
from components.charts.progress import progress_chart
from components.ui import formats
from components.words.upload import regions
from locales.check import SOURCES, catalogue_problems, marked_texts, source_files
from services import texts
from services.contact_file import Field, check, guess_columns, read_table, template_csv
from services.contact_file.export import left_out
from services.imports import sentences
from services.languages import Language
from services.results.outcomes import FigureSource
from services.results.progress import Progress
from services.spreadsheet import spreadsheet
from services.texts import _, ngettext
from tests.third_language import MARK, french, french_offered

__all__ = ["french", "french_offered"]

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def speaking(french_offered: Language) -> Iterator[Language]:
    texts.set_language("fr")
    yield french_offered
    texts.set_language("en")


def test_its_catalogue_is_checked_like_any_other(speaking: Language) -> None:
    assert speaking in texts.offered()
    assert catalogue_problems("fr", marked_texts(source_files(SOURCES)), speaking.locales) == []


def test_its_sentences_are_spoken_and_its_browsers_get_it() -> None:
    assert _("Campaigns") == f"Campaigns{MARK}"
    assert ngettext("{count} row", "{count} rows", 0) == f"{{count}} row{MARK}"  # zero is singular in French
    assert texts.preferred("fr-CA,en;q=0.5") == "fr-FR"


def test_its_numbers_and_times_have_its_form() -> None:
    assert formats.number(1234.5, 1) == "1\u202f234,5"
    assert formats.percent(0.256) == "26\u00a0%"
    assert sentences.count(12_345) == "12\u202f345"
    assert formats.moment(AT, UTC) == "23 nov. 2026 à 14:05"
    assert formats.weekday_moment(AT, UTC) == "lun. 14:05"
    assert formats.day(date(2026, 11, 23)) == "23 nov. 2026"
    assert formats.clock(time(9)) == "09:00"
    assert formats.duration(timedelta(hours=2)) == "2\u00a0heures"
    assert "Allemagne" in " ".join(formats.locale().territories[code] for code in regions())


def test_its_files_open_in_its_spreadsheet_programs_and_come_back() -> None:
    assert spreadsheet(["a", "b"], [[1, "x"]]).decode("utf-8-sig") == "a;b\r\n1;x\r\n"
    template = template_csv().decode("utf-8-sig")
    names = template.rstrip().split(";")
    assert names[0] == f"First name{MARK}"
    row = ";".join(
        {f"Phone{MARK}": "+33 1 99 00 12 34", f"Do not call{MARK}": "x"}.get(name, "") for name in names
    )
    table = read_table(f"{template}{row}\r\n;;12;;;;;;;;\r\n".encode())
    columns = guess_columns(table)
    assert [choice.how for choice in columns.choices] == ["alias"] * len(names)
    checked = check(table, columns, "FR")
    assert checked.row(1).reason == "do_not_call"
    again = read_table(b"".join(left_out(checked)))
    assert again.header == table.header  # without the column of reasons


def test_a_mark_in_its_template_still_holds_for_who_reads_in_another_language() -> None:
    header = template_csv()
    texts.set_language("en")
    columns = guess_columns(read_table(header + b"Ada;;+33199001234;;;;;;;x;\r\n"))
    assert Field.DO_NOT_CALL in [choice.field for choice in columns.choices]


def test_its_charts_are_drawn() -> None:
    assert figure(height=100).layout.separators == ",\u202f"
    moments = [AT, AT + timedelta(days=3)]
    chart = progress_chart(Progress(moments, [1, 3], [1, 2], 3, FigureSource.PEOPLE, [0, 2]))
    assert chart.title.endswith(MARK)
    assert chart.figure is not None
    stops = [stop.value for stop in chart.figure.layout.xaxis.tickformatstops]
    assert stops == ["%H:%M<br>%-d/%-m", "%-d/%-m"]
