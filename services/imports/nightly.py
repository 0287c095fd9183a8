"""Import by command: a list from a file into a campaign, alone on a machine or beside workers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from services.api import Api, ApiError
from services.audit.audit import Audit, AuditAction, Result
from services.audit.security_log import Event, EventOutcome, SecurityEvent, SecurityLog
from services.contact_file import (
    CheckedFile,
    Columns,
    Decided,
    FileRejected,
    Travelling,
    check,
    further_columns,
    guess_columns,
    people,
    read_table,
)
from services.contact_file.columns.travelling import travelling
from services.contact_file.list_name import require_people_to_call
from services.contact_file.sentences import rejected
from services.contact_file.vocabulary.field_keys import is_key
from services.contact_file.vocabulary.words import fold_header
from services.database.circuit_breaker import DatabaseAway
from services.imports.job import Job, JobState, PausedBy
from services.imports.jobs import Jobs
from services.person import Person

POLL_SECONDS = 0.5


class FileNotUsable(Exception):  # noqa: N818  named for what it says to the caller
    """The file is no list of people. The message says why, for a person."""


def import_file(
    jobs: Jobs,
    api: Api,
    file: Path,
    *,
    region: str,
    company_id: str,
    campaign_id: str,
    at_most: int | None = None,
    send: Sequence[str] = (),
    wait: bool,
    audit: Audit,
    security_log: SecurityLog,
) -> Job:
    """Check a file, store it as a job, and with `wait` see the job to its end, or to where a person is needed.

    Rows that need a decision are left out: nobody is here to make it. Beside name, number and time zone only the columns in
    `send` go to the platform, each as `COLUMN` or `COLUMN=KEY`. A list that was imported before goes on with
    its job, also when that was paused by a problem.

    Raises:
        FileNotUsable: it cannot be read, it holds no numbers, or not the columns to send.
    """
    content, checked = _checked(file, region)
    going = _travelling(file, checked.columns, send)
    who, campaign_name = Person.at_machine(), _campaign_name(api, campaign_id)
    security_log.record(SecurityEvent(Event.IMPORT_BY_COMMAND, EventOutcome.OK, who))
    submitted = jobs.submit(
        people.batches(checked, travelling=going),
        file_name=file.name,
        file_digest=hashlib.sha256(content).hexdigest(),
        campaign_id=campaign_id,
        campaign_name=campaign_name,
        company_id=company_id,
        who=who,
        at_most=at_most,
    )
    job = submitted.job
    if submitted.created:
        audit.record(
            AuditAction.IMPORT,
            Result.DONE,
            who=who,
            campaign_id=campaign_id,
            campaign_name=campaign_name,
            figures={"people": checked.callable_rows, "left_out": checked.left_out_rows},
        )
    if job.state == JobState.PAUSED and job.paused_by != PausedBy.PERSON:
        jobs.resume(job.id)
    return wait_for(jobs, job.id) if wait else jobs.get(job.id)


def _checked(file: Path, region: str) -> tuple[bytes, CheckedFile]:
    try:
        content = file.read_bytes()
        table = read_table(content)
        require_people_to_call(table, file.name)
        return content, check(table, guess_columns(table), region)
    except OSError as error:
        raise FileNotUsable(f"{file}: {error.strerror}") from error
    except FileRejected as error:
        raise FileNotUsable(f"{file}: {rejected(error)}") from error


def _travelling(file: Path, columns: Columns, send: Sequence[str]) -> Travelling:
    named = {fold_header(one.name): one for one in further_columns(columns)}
    decided: dict[int, Decided] = {}
    for text in send:
        name, _, key = text.partition("=")
        column = named.get(fold_header(name))
        if column is None:
            raise FileNotUsable(f"{file}: there is no column {name} to send")
        if column.field is None and not is_key(key or column.key):
            raise FileNotUsable(f"{file}: {key or name} is no name of a field; give one as {name}=KEY")
        decided[column.index] = Decided(True, key)
    return travelling(further_columns(columns, decided=decided))


def _campaign_name(api: Api, campaign_id: str) -> str:
    """For people to read; a list is taken in even while the platform is away."""
    try:
        with api.budget.purpose("import", job=True):
            names = {campaign.id: campaign.name for campaign in api.campaigns.list()}
    except ApiError:
        return campaign_id
    return names.get(campaign_id, campaign_id)


def wait_for(jobs: Jobs, job_id: str) -> Job:
    """Until the job has ended or needs a person. Where nobody works on imports, this process does."""
    jobs.stand_by()
    while True:
        with suppress(DatabaseAway):  # looked at again when it answers
            job = jobs.get(job_id)
            if not job.active:
                return job
            if not jobs.workers():
                jobs.work_here()
        time.sleep(POLL_SECONDS)
