"""Export for spreadsheets: no cell is a formula, no number loses its zero, and the file can be uploaded again.

A leading apostrophe keeps a cell text. Reading such a file back takes the apostrophes and the column of reasons off.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from services.contact_file import sentences
from services.contact_file.judging.checked import CheckedFile
from services.contact_file.people import column_slice
from services.contact_file.verdicts import VERDICTS, Rank
from services.contact_file.vocabulary.own_headers import reason_header, template_headers
from services.spreadsheet import BYTE_ORDER_MARK, column_kept_as_text, quoted_line, separator

CHUNK = 50_000


def left_out(checked: CheckedFile) -> Iterator[bytes]:
    """All rows that are not callable, in the file's order, the reason in the person's language before each."""
    yield BYTE_ORDER_MARK.encode() + quoted_line([reason_header(), *checked.table.header])
    for start in range(0, checked.table.row_count, CHUNK):
        stop = min(start + CHUNK, checked.table.row_count)
        rows = start + rows_left_out(checked, start, stop)
        if len(rows):
            yield _rows(checked, start, stop, rows)


def rows_left_out(checked: CheckedFile, start: int, stop: int) -> np.ndarray:
    """The rows that are not callable, from row `start` on and counted from it."""
    return np.flatnonzero(checked.settled.verdict[start:stop] < Rank.REPAIRED)


def _rows(checked: CheckedFile, start: int, stop: int, rows: np.ndarray) -> bytes:
    said = reasons(checked, rows)
    take = pa.array(rows - start)
    columns = [
        column_slice(checked, index, start, stop).take(take) for index in range(len(checked.table.header))
    ]
    broken = checked.table.faults.keys() & set(rows.tolist())
    if broken:
        return _ragged(checked, rows, said, columns)
    sink = io.BytesIO()
    escaped = [pa.array(said, pa.string()), *map(column_kept_as_text, columns)]
    names = [str(index) for index in range(len(escaped))]
    options = arrow_csv.WriteOptions(
        include_header=False, delimiter=separator(), quoting_style="all_valid", eol="\r\n"
    )
    arrow_csv.write_csv(pa.table(escaped, names=names), sink, options)
    return sink.getvalue()


def _ragged(checked: CheckedFile, rows: np.ndarray, said: list[str], columns: list[pa.Array]) -> bytes:
    """Broken rows keep their number of cells, so that they are not taken for sound ones when they come back."""
    lines = []
    for reason, row, cells in zip(
        said, rows.tolist(), zip(*(column.to_pylist() for column in columns), strict=True), strict=True
    ):
        fault = checked.table.faults.get(row)
        written = list(cells)
        if fault == "long_row":
            written += checked.table.overflow[row]
        elif fault in ("short_row", "unclosed_quote") and row not in checked.mended:
            while len(written) > 1 and not written[-1]:
                written.pop()
        lines.append(quoted_line([reason, *written]))
    return b"".join(lines)


def reasons(checked: CheckedFile, rows: np.ndarray) -> list[str]:
    """The reasons' sentences; those that name no other row are drawn once."""
    settled, names = checked.settled, checked.facts.codes.names
    refers = settled.refers[rows]
    said = list(zip(settled.verdict[rows].tolist(), settled.reason[rows].tolist(), strict=True))
    lines = np.where(refers >= 0, checked.table.lines[refers], 0).tolist()

    def sentence(verdict: int, code: int, line: dict[str, str]) -> str:
        return sentences.left_out_because(VERDICTS[verdict], sentences.row_reason(names[code], line))

    plain = {one: sentence(*one, {}) for one in set(said)}
    naming = {one: sentence(*one, {"line": "\0"}) for one in set(said)}
    return [
        naming[one].replace("\0", str(line)) if line else plain[one]
        for one, line in zip(said, lines, strict=True)
    ]


def template() -> bytes:
    """A file to start from, for a spreadsheet in the person's language."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=separator(), lineterminator="\r\n")
    writer.writerow(template_headers())
    return (BYTE_ORDER_MARK + sink.getvalue()).encode()
