"""Contact files: bytes to verdicts and escaped export, beside a plain `phonenumbers` loop over the same rows.

Each figure is the median of runs in processes of their own, so that the peak of one is not that of another.
"""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import phonenumbers
import psutil
from xlsxwriter import Workbook

from services.contact_file import CheckedFile, RowVerdict, check, export, guess_columns, read_table
from services.process import memory

ROWS, SEED, REPEATS = 1_000_000, 7, 5
PLAIN_ROWS = WORKBOOK_ROWS = 100_000
PAGE_MB = 20
ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "contacts" / "gen.py"  # where one is kept beside the project
HEADER = [
    "id",
    "Vorname",
    "Nachname",
    "Firma",
    "Position",
    "E-Mail",
    "Telefon",
    "Land",
    "Ort",
    "PLZ",
    "Nicht anrufen",
    "Notizen",
]
AREAS = {
    "DE": ("49", "0", ("151########", "160#######", "171#######", "30########", "89#######", "221######")),
    "US": ("1", "", ("212[######", "415[######", "702[######", "919[######")),
    "GB": ("44", "0", ("7400######", "7500######", "2079######", "1613######")),
}


def own_file(path: Path, rows: int, seed: int = SEED) -> None:
    """People with clean, national, repeated, invalid and damaged numbers, as `path`."""
    rng = random.Random(seed)
    earlier: list[tuple[str, str]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            writer.writerow(_person(rng, number, earlier))


def _person(rng: random.Random, number: int, earlier: list[tuple[str, str]]) -> list[str]:
    country, phone = _number(rng, earlier)
    first = rng.choice(["Anna", "Jürgen", "Zoë", "None", "Liam", "Aïcha"])
    last = rng.choice(["Müller", "O'Neill", "NA", "Weiß", "Smith"])
    company = rng.choice(["Acme GmbH", "Müller & Söhne KG", "Globex, Inc.", 'Bob "The Roof" Ltd'])
    note = rng.choice(["", "", "", "trifft, wer will", "Zeile eins\nZeile zwei", "=1+1", "Rückruf ab 14:00"])
    mark = rng.choices(["", "nein", "ja"], [80, 12, 8])[0]
    mail = f"{first}.{last}{number}@example.com".lower()
    return [str(number), first, last, company, "CEO", mail, phone, country, "Köln", "01067", mark, note]


def _number(rng: random.Random, earlier: list[tuple[str, str]]) -> tuple[str, str]:
    share = rng.random()
    if share < 0.05 and earlier:
        return rng.choice(earlier)
    country = rng.choice(["DE", "DE", "US", "US", "GB"])
    code, zero, areas = AREAS[country]
    nsn = "".join(
        rng.choice("0123456789") if char == "#" else rng.choice("23456789") if char == "[" else char
        for char in rng.choice(areas)
    )
    phone = f"+{code}{nsn}"
    if share < 0.3:
        phone = _at_home(rng, zero, nsn)
    elif share < 0.35:
        phone = rng.choice(["", "n/a", "12345", f"+999{nsn}", f"+{code}{nsn[:-3]}"])
    elif share < 0.4:
        damaged = [
            f"{float(code + nsn):.5E}",
            f"{code}{nsn}.0",
            nsn,
            f"{code}{nsn}",
            f"'+{code}{nsn}",
            f'="+{code}{nsn}"',
        ]
        phone = rng.choice(damaged)
    if len(earlier) < 50_000:
        earlier.append((country, phone))
    return country, phone


def _at_home(rng: random.Random, zero: str, nsn: str) -> str:
    if not zero:
        shape = rng.choice(["({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "1-{0}-{1}-{2}", "{0}{1}{2}"])
        return shape.format(nsn[:3], nsn[3:6], nsn[6:])
    at = 3 if len(nsn) > 9 else 2
    return rng.choice(["{0} {1}", "({0}) {1}", "{0}/{1}", "{0}{1}"]).format(zero + nsn[:at], nsn[at:])


def _checked(path: Path) -> tuple[CheckedFile, float, float]:
    """The file, checked and its rows left out written; seconds, and seconds of the processor."""
    started, worked = time.perf_counter(), time.process_time()
    table = read_table(path.read_bytes())
    checked = check(table, guess_columns(table), "DE")
    for _part in export.left_out(checked):
        pass
    return checked, time.perf_counter() - started, time.process_time() - worked


def whole(path: Path) -> dict[str, float]:
    checked, seconds, processor = _checked(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {
        "rows": checked.table.row_count,
        "seconds": seconds,
        "processor": processor,
        "peak_mb": peak,
    }


def plain(path: Path) -> dict[str, float]:
    """The loop everybody writes first, over the first rows, and whether it would have said the same."""
    checked, *_seconds = _checked(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(PLAIN_ROWS), strict=False)]
    phone, country = (
        checked.table.header[checked.columns.phone[0]],
        "Land" if "Land" in rows[0] else "country",
    )
    started = time.perf_counter()
    said = [_plain(row[phone], row[country]) for row in rows]
    seconds = time.perf_counter() - started
    return {"rows": len(rows), "seconds": seconds, "different": _different(checked, said)}


def _plain(cell: str, region: str) -> str:
    try:
        number = phonenumbers.parse(cell, region)
    except phonenumbers.NumberParseException:
        return ""
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else ""


UNTOUCHED = ("length", "not_in_use", "country_code", "not_a_number", "missing")


def _different(checked: CheckedFile, said: list[str]) -> int:
    """Rows with another verdict where no repair applies: ours is `ok`, or invalid for what the number is."""
    different = 0
    for offset in range(0, len(said), 1000):
        for row, e164 in zip(
            checked.rows(offset=offset, limit=1000), said[offset : offset + 1000], strict=False
        ):
            if row.verdict is RowVerdict.OK:
                different += row.e164 != e164
            elif row.verdict is RowVerdict.INVALID and row.reason in UNTOUCHED:
                different += bool(e164)
    return different


def page_memory(path: Path) -> dict[str, float]:
    """Memory of what an open upload page holds: the bytes, the table and the verdicts; and what stays when it goes."""
    memory.use_system_allocator()
    process = psutil.Process()
    _checked(path)  # libraries, caches
    memory.give_back()
    before = process.memory_info().rss
    content = path.read_bytes()
    table = read_table(content)
    checked = check(table, guess_columns(table), "DE")
    memory.give_back()
    held = process.memory_info().rss - before
    size = len(content)
    del content, table, checked
    memory.give_back()
    return {"times_held": held / size, "times_after": max(0, process.memory_info().rss - before) / size}


def workbook(path: Path) -> dict[str, float]:
    """A workbook to its table: seconds, and the peak of memory beside what the process has without one."""
    read_table(b"Name,Phone\nAnn,+12127365000\n")
    before = psutil.Process().memory_info().rss
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    started = time.perf_counter()
    table = read_table(content)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    return {
        "rows": table.row_count,
        "seconds": seconds,
        "peak_mb": peak / 1e6,
        "times_unpacked": peak / unpacked,
    }


WORK: dict[str, Callable[[Path], dict[str, float]]] = {
    "whole": whole,
    "plain": plain,
    "page_memory": page_memory,
    "workbook": workbook,
}


def _in_own_process(work: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.contact_file", work, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _report(name: str, path: Path) -> None:
    runs = [_in_own_process("whole", path) for _ in range(REPEATS)]
    loop = _in_own_process("plain", path)
    speed = statistics.median(run["rows"] / run["seconds"] for run in runs)
    alone = statistics.median(run["rows"] / run["processor"] for run in runs)
    plain_speed = loop["rows"] / loop["seconds"]
    print(
        f"{name}: {runs[0]['rows']:,.0f} rows, {speed:,.0f} rows/s (at least 170,000 on a quiet machine; "
        f"{alone:,.0f} a second of the processor), "
        f"peak {max(run['peak_mb'] for run in runs):,.0f} MB (at most 600), "
        f"{speed / plain_speed:.1f} times a plain loop ({plain_speed:,.0f} rows/s; at least 5), "
        f"other verdicts where nothing is repaired: {loop['different']:.0f} of {loop['rows']:,.0f}"
    )


def _as_workbook(path: Path) -> Path:
    """The first rows of a file as a workbook, every cell text."""
    made = path.with_name("own.xlsx")
    with path.open(encoding="utf-8", newline="") as file, Workbook(made, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("People")
        for number, row in enumerate(islice(csv.reader(file), WORKBOOK_ROWS + 1)):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return made


def _report_workbook(path: Path) -> None:
    runs = [_in_own_process("workbook", path) for _ in range(REPEATS)]
    print(
        f"workbook: {runs[0]['rows']:,.0f} rows in {statistics.median(run['seconds'] for run in runs):.1f} s (at most 4), "
        f"peak {max(run['peak_mb'] for run in runs):,.0f} MB, {max(run['times_unpacked'] for run in runs):.1f} times "
        "what it is unpacked (at most 6)"
    )


def _page_file(path: Path) -> Path:
    """The first megabytes of a file."""
    page = path.with_name("page.csv")
    sink = io.BytesIO(path.read_bytes()[: PAGE_MB << 20])
    content = sink.getvalue()
    page.write_bytes(content[: content.rfind(b"\r\n") + 2])
    return page


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "own.csv"
        own_file(own, ROWS)
        _report("own mix", own)
        if REFERENCE.exists():
            reference = Path(folder) / "reference.csv"
            subprocess.run([sys.executable, REFERENCE, str(ROWS), reference, "--seed", str(SEED)], check=True)
            _report("reference mix", reference)
        _report_workbook(_as_workbook(own))
        memory = _in_own_process("page_memory", _page_file(own))
        print(
            f"a page with a {PAGE_MB} MB file holds {memory['times_held']:.1f} times the file (at most 6), "
            f"{memory['times_after']:.1f} times after the person has left"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(WORK[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
