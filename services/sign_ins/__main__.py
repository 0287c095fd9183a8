"""Command `python -m services.sign_ins`: end sign-ins from the machine itself."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from services.access.access import Access, Rules
from services.audit import security_log
from services.audit.audit import Audit
from services.migrations.start import open_database
from services.settings import Settings
from services.sign_ins import SignIns
from services.sign_ins.session_management import SessionManagement
from services.start_refused import StartRefused

OK, FAILED = 0, 1


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m services.sign_ins", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("end-all", help="everybody has to sign in again")
    one = commands.add_parser("end", help="one person has to sign in again, wherever she is signed in")
    one.add_argument("email", metavar="ADDRESS")
    wanted = parser.parse_args(given)

    settings = Settings()
    security_log.write_to(settings.console_security_log)
    try:
        engine = open_database(settings.console_database_url)
    except StartRefused as refused:
        print(refused, file=sys.stderr)
        return FAILED
    rules = Rules.of(settings)
    audit = Audit(engine, lambda: datetime.now(UTC))
    management = SessionManagement(
        SignIns(engine), Access(lambda: rules, lambda: None), audit, security_log.SecurityLog()
    )
    print(management.end_by_command(getattr(wanted, "email", "")))
    engine.dispose()
    return OK


if __name__ == "__main__":
    sys.exit(main())
