"""Part of the stage of enrolment that leaves out who was called a short while ago, by whichever campaign: nobody is called by
two campaigns in a row.

By what the console has read of the call log. Calls it has not read are not known, and leave nobody out.
"""

from __future__ import annotations

from services.imports.rows import End, Marks
from services.imports.turn import Turn
from services.results.calls_to_numbers import CallsToNumbers

REASON = "called_lately"
UNREACHED = "people:unreached"
"""The digest under which `services.campaigns.people_import` hands them over."""


def leave_out_called_lately(turn: Turn, number: int, marks: Marks) -> bool:
    """Leave out whoever of a chunk is about to be enrolled and was called within the time. Whether there was anybody.

    Raises:
        DatabaseAway: it cannot be told; nobody is sent.
    """
    platform, waiting = turn.platform, marks.where(End.KNOWN)
    if not platform.between_campaigns or not waiting or _are_to_be_called_again(turn):
        return False
    start = number * turn.chunk_rows
    phones = {position: f"+{phone}" for position in waiting if (phone := int(turn.phones[start + position]))}
    calls = CallsToNumbers(turn.claim.store.engine, platform.account, platform.now)
    called = calls.to(phones.values(), platform.now() - platform.between_campaigns)
    barred = [position for position, phone in phones.items() if phone in called]
    for position in barred:
        marks.leave_out(position, REASON)
    return bool(barred)


def _are_to_be_called_again(turn: Turn) -> bool:
    """Whether a person has chosen those whom another campaign called and did not reach: that they were called is why."""
    row = turn.claim.store.row(turn.claim.job_id)
    return row is not None and UNREACHED in str(row.slot)
