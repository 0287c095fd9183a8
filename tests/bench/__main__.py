"""`make bench`: every benchmark, one after the other. `python -m tests.bench pages` runs one."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
HELPERS = {"__init__", "__main__", "plain_pages", "sessions"}


def main() -> None:
    wanted = sys.argv[1:] or sorted(file.stem for file in HERE.glob("*.py") if file.stem not in HELPERS)
    for name in wanted:
        print(f"== {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main()
