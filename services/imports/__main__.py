"""Command `python -m services.imports`: imports for admins and for nightly lists."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from services.audit import security_log
from services.audit.audit import Audit
from services.audit.security_log import SecurityLog
from services.imports import Job, Jobs, NotPossible
from services.imports.connection import FollowingConnection, NotConfigured, opened_jobs
from services.imports.sentences import count, explanation, log_line, reason, state
from services.settings import Settings
from services.start_refused import StartRefused

OK, FAILED, WRONG_USAGE, NEEDS_ATTENTION = 0, 1, 2, 3


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.imports", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("worker", help="work on imports until ended")
    bring = commands.add_parser("import", help="a list into the CRM and a campaign")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--region", required=True, help="country of numbers without one, such as DE")
    bring.add_argument("--company-id", default="", metavar="ID", help="where a campaign belongs to a company")
    bring.add_argument("--campaign-id", required=True, metavar="ID")
    bring.add_argument(
        "--at-most", type=_positive, metavar="N", help="only so many of the list into the campaign for now"
    )
    bring.add_argument(
        "--send",
        action="append",
        default=[],
        metavar="COLUMN[=KEY]",
        help="a column that goes to the platform beside name, number and time zone; more than once for more columns",
    )
    bring.add_argument(
        "--wait", action="store_true", help="until it has ended; works on it if nobody else does"
    )
    _json(bring)
    _json(commands.add_parser("list", help="all imports"))
    for name, does in _ON_ONE.items():
        one = commands.add_parser(name, help=does)
        one.add_argument("id", metavar="ID")
        _json(one)
    gone = commands.add_parser(
        "hand-over", help="give the imports of a process that is gone for good to others"
    )
    gone.add_argument("executor", metavar="EXECUTOR_ID")
    return parser.parse_args(given)


_ON_ONE = {
    "show": "one import with its log",
    "pause": "stop after the request under way",
    "resume": "go on",
    "cancel": "stop for good; what is done stays done",
    "others": "put those in who wait because only so many were wanted",
    "retry": "try the rows that failed once more",
    "forget": "delete the people's data of an ended import now",
}


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def main(given: list[str] | None = None) -> int:
    wanted = arguments(given)
    security_log.write_to(Settings().console_security_log)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    try:
        if wanted.command == "worker":
            with opened_jobs(Settings(), "worker", run_here=True) as (jobs, _connect):
                return work(jobs)
        with opened_jobs(Settings(), "import", run_here=False) as (jobs, connect):
            return _run(wanted, jobs, connect)
    except NotConfigured as error:
        print(f"Not configured: {', '.join(error.missing)}", file=sys.stderr)
        return WRONG_USAGE
    except StartRefused as refused:
        print(refused, file=sys.stderr)
        return FAILED


def work(jobs: Jobs) -> int:
    """Until the process is told to end; requests under way are finished first."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    print(f"worker: {jobs.executor_id}", flush=True)
    ended.wait()
    return OK


def _run(wanted: argparse.Namespace, jobs: Jobs, connect: FollowingConnection) -> int:
    match wanted.command:
        case "list":
            for job in jobs.list():
                print(json.dumps(as_json(job)) if wanted.json else line(job))
            return OK
        case "hand-over":
            print(jobs.hand_over(wanted.executor))
            return OK
        case "import":
            return _import(wanted, jobs, connect)
        case _on_one:
            return _on_one_job(wanted, jobs)


def _import(wanted: argparse.Namespace, jobs: Jobs, connect: FollowingConnection) -> int:
    from services.imports.nightly import FileNotUsable, import_file  # loads what reads files: a second

    api = connect()
    try:
        job = import_file(
            jobs,
            api,
            wanted.file,
            region=wanted.region,
            company_id=wanted.company_id,
            campaign_id=wanted.campaign_id,
            at_most=wanted.at_most,
            send=wanted.send,
            wait=wanted.wait,
            audit=Audit(connect.engine, api.clock.now),
            security_log=SecurityLog(),
        )
    except FileNotUsable as error:
        print(error, file=sys.stderr)
        return FAILED
    _show(job, wanted.json)
    return NEEDS_ATTENTION if wanted.wait and job.state != "done" else OK


def _on_one_job(wanted: argparse.Namespace, jobs: Jobs) -> int:
    acts = {
        "pause": jobs.pause,
        "resume": jobs.resume,
        "cancel": jobs.cancel,
        "others": jobs.put_others_in,
        "retry": jobs.retry_failed,
        "forget": jobs.forget,
    }
    try:
        if act := acts.get(wanted.command):
            act(wanted.id)
        _show(jobs.get(wanted.id), wanted.json)
    except KeyError:
        print(f"There is no import {wanted.id}", file=sys.stderr)
        return FAILED
    except NotPossible as error:
        print(f"Not possible: the import is {error.state}", file=sys.stderr)
        return FAILED
    return OK


def as_json(job: Job) -> dict[str, Any]:
    rows = job.rows
    return {
        "job_id": job.id,
        "state": str(job.state),
        "rows": {
            "total": rows.total,
            "enrolled": rows.enrolled,
            "already": rows.already,
            "left_out": rows.left_out,
            "todo": rows.todo,
        },
        "requests": job.requests,
    }


def line(job: Job) -> str:
    return f"{job.id}  {state(job)}  {count(job.rows.done)}/{count(job.rows.total)}  {job.file_name} → {job.campaign_name}"


def _show(job: Job, as_object: bool) -> None:
    if as_object:
        print(json.dumps(as_json(job)))
        return
    rows = job.rows
    print(line(job))
    if why := explanation(job):
        print(why)
    print(
        f"enrolled {rows.enrolled}, already there {rows.already}, left out {rows.left_out}, to do {rows.todo}"
    )
    for code, number in sorted(job.reasons.items()):
        print(f"  {number:>8}  {reason(code)}")
    for entry in job.log:
        print(f"{entry.at:%Y-%m-%d %H:%M:%S}  {log_line(entry)}")


if __name__ == "__main__":
    sys.exit(main())
