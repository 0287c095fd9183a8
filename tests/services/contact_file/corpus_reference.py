"""The reference corpus: files that somebody else wrote down with the verdict of each row, before there was this reader."""

from __future__ import annotations

import json
from pathlib import Path

from tests.services.contact_file.corpus import Case

_READ_BY_NOW = {
    "xlsx": "workbook_damaged"
}  # a workbook is no reason any more to refuse a file; this one is damaged
_HUGE = "§200000 x§"  # stands for one cell longer than readers of such files expect


def _case(told: dict[str, str], rows: list[str]) -> Case:
    content = told["text"].replace(_HUGE, "x" * 200_000).encode(told["encoding"])
    name = f"reference_{told['name']}"
    reason = _READ_BY_NOW.get(told["reason"], told["reason"])
    return Case(name, content, tuple(rows), told["verdict"], reason, told["region"])


REFERENCE = [
    _case(told, told["rows"])
    for told in json.loads(Path(__file__).with_name("reference_corpus.json").read_text(encoding="utf-8"))
]
