"""Command `python -m services.contact_file --region DE [--json] FILE...`: what a file holds and who in it could be
called.

Exit 0 if all files could be read, 1 if one was rejected, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import phonenumbers

from services.contact_file import (
    CheckedFile,
    ContactTable,
    FileRejected,
    check,
    guess_columns,
    read_table,
    sentences,
)
from services.contact_file.judging.checked import RowSummary
from services.texts import _, ngettext, offered, set_language


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    set_language(options.language)
    verdicts = [_one(path, options.region, as_json=options.json) for path in options.files]
    return 0 if all(verdicts) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.contact_file", description=__doc__)
    parser.add_argument(
        "--region", required=True, type=_region, help="country of numbers without one, such as DE"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line and file")
    parser.add_argument(
        "--language",
        choices=sorted(one.code for one in offered()),
        default="en",
        help="language of the summary",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    return parser.parse_args(arguments)


def _region(text: str) -> str:
    if text.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise argparse.ArgumentTypeError(f"no country has the code {text}")
    return text.upper()


def _one(path: Path, region: str, *, as_json: bool) -> bool:
    """Print what one file holds; whether it could be read."""
    table: ContactTable | None = None
    try:
        table = read_table(_content(path))
        checked = check(table, guess_columns(table), region)
    except FileRejected as error:
        print(_rejection(path, error, table) if as_json else f"{path}: {sentences.rejected(error)}")
        return False
    if as_json:
        for part in _json(path, checked):
            sys.stdout.write(part)
        sys.stdout.write("\n")
    else:
        print(_summary(path, checked))
    return True


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileRejected("not_found") from error


def _rejection(path: Path, error: FileRejected, table: ContactTable | None) -> str:
    return json.dumps(
        {
            "file": str(path),
            "verdict": "reject",
            "reason": error.code,
            "encoding": table.encoding if table else None,
            "delimiter": table.delimiter if table else None,
            "phone_columns": [],
            "rows": [],
        }
    )


def _json(path: Path, checked: CheckedFile) -> Iterator[str]:
    """One object, written piece by piece: a file may have a million rows."""
    table = checked.table
    head = {
        "file": str(path),
        "verdict": table.verdict,
        "reason": table.reason or None,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "phone_columns": [table.header[index] for index in checked.columns.phone],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    for outcome in checked.outcomes():
        yield (", " if outcome.row > 1 else "") + json.dumps(_row(outcome), ensure_ascii=False)
    yield "]}"


def _row(outcome: RowSummary) -> dict[str, Any]:
    return {**outcome._asdict(), "verdict": outcome.verdict.value, "reason": outcome.reason or None}


def _summary(path: Path, checked: CheckedFile) -> str:
    table = checked.table
    phones = ", ".join(table.header[index].strip() for index in checked.columns.phone)
    rows = ngettext("{count} row", "{count} rows", table.row_count).format(count=table.row_count)
    if table.sheet:
        read = _("{rows}, {kind}, sheet “{sheet}”, numbers from: {columns}").format(
            rows=rows, kind=table.encoding, sheet=table.sheet.name, columns=phones
        )
    else:
        read = _of_text(rows, table, phones)
    lines = [f"{path}: {read}"]
    lines += [f"  ! {sentences.note(found)}" for found in table.notes]
    for verdict, count in checked.counts.items():
        if count:
            lines.append(f"  {count:>9}  {sentences.verdict(verdict)}")
            lines += [
                f"  {'':>9}  {share:>9}  {sentences.row_reason(reason, {'line': '…'})}"
                for reason, share in checked.reasons(verdict).items()
                if reason
            ]
    return "\n".join(lines)


def _of_text(rows: str, table: ContactTable, phones: str) -> str:
    return _("{rows}, {encoding}, separator {separator}, numbers from: {columns}").format(
        rows=rows, encoding=table.encoding, separator=_separator(table.delimiter), columns=phones
    )


def _separator(delimiter: str) -> str:
    return _("tab") if delimiter == "\t" else f"“{delimiter}”"


def _run() -> int:
    """`main` for a terminal: any file's name can be printed, and a reader that has seen enough is no failure."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    sys.exit(_run())
