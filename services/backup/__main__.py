"""Command `python -m services.backup`: backup and restore of the database that the settings name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from services.backup import BackupFailed, make, restore
from services.settings import Settings

OK, FAILED = 0, 1


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.backup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make", help="a backup of this moment; the console may go on meanwhile")
    one.add_argument("folder", type=Path, metavar="FOLDER", help="where its file shall be")
    one = commands.add_parser("restore", help="put a backup in place; the console must be stopped")
    one.add_argument("file", type=Path, metavar="FILE")
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    wanted = arguments(given)
    url = Settings().console_database_url
    try:
        if wanted.command == "make":
            print(make(url, wanted.folder))
            return OK
        aside = restore(url, wanted.file)
    except BackupFailed as failed:
        print(failed, file=sys.stderr)
        return FAILED
    print(f"Restored {wanted.file}.")
    if aside:
        print(f"What was there before is {aside}.")
    return OK


if __name__ == "__main__":
    sys.exit(main())
