"""Dry run: who would be called, from which number, at which local time; who not, and why.

This is what the platform answers, where it may be asked. Where it may not, and for another moment than this one,
`services.launch.worked_out` works it out by the platform's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.api import Api
from services.api.models import RunResult
from services.calling_rules.places import zone_for
from services.launch.reasons import LeftOut, LeftOutReason, grouped, read_sentence

_NAMES = ("name", "contact_name", "contactName", "full_name", "fullName")
_FIRST = ("first_name", "firstName")
_LAST = ("last_name", "lastName")
_TO = ("to_number", "toNumber", "to", "phone", "phone_number", "phoneNumber", "number")
_FROM = ("from_number", "fromNumber", "from", "caller_id", "callerId")
_ZONE = ("timezone", "time_zone", "timeZone", "contact_timezone", "contactTimezone")
_ENROLMENT = ("campaign_contact_id", "campaignContactId")
_CONTACT = ("contact_id", "contactId")


@dataclass(frozen=True)
class Candidate:
    """Somebody who would be called. `local_time` is in her zone; what is not known is None or empty. `mark_known` is False
    where nobody tells whether she wants to be called."""

    name: str
    number: str | None
    from_number: str | None
    timezone: str | None
    local_time: datetime | None
    contact_id: str | None = None
    campaign_contact_id: str | None = None
    mark_known: bool = True


class Gap(StrEnum):
    """What was not known when a dry run was worked out here; what it could mean is told with it."""

    PEOPLE = "people"  # nobody can be read
    FIRST_ONES = "first_ones"  # they are so many that only the first were looked at
    UNREADABLE = "unreadable"  # people who could not be read
    STATE = "state"  # people of whom it is not told whether they were called already
    ZONES = "zones"  # people whose time zone is not told: the campaign's stands in
    HOURS = "hours"  # the campaign's hours are not told: everybody counts as inside of them
    AT_ONCE = "at_once"  # it is not told how many are called at once: all of them are named


@dataclass(frozen=True)
class DryRun:
    """`at` is the platform's time it holds for. `count` is how many would be called, where not even that is told None;
    `would_call` may then name nobody though somebody would be. `worked_out`: the platform was not asked, and of what was
    not known `gaps` says how many it concerns."""

    at: datetime
    would_call: list[Candidate]
    left_out: list[LeftOut]
    count: int | None
    worked_out: bool = False
    gaps: Mapping[Gap, int] = field(default_factory=dict)

    @property
    def marks_not_known(self) -> int:
        """Of how many who would be called nobody tells whether they want to be."""
        return sum(not one.mark_known for one in self.would_call)

    @property
    def from_numbers(self) -> list[str]:
        """The caller numbers that would be used, each once."""
        return sorted({one.from_number for one in self.would_call if one.from_number})

    def without(self, reason: LeftOutReason, barred: Callable[[Candidate], bool]) -> DryRun:
        """The same with those named apart whom this console holds back, of which the platform knows nothing."""
        gone = [one for one in self.would_call if barred(one)]
        if not gone:
            return self
        return replace(
            self,
            would_call=[one for one in self.would_call if one not in gone],
            left_out=[LeftOut(reason, tuple(one.name or one.number or "" for one in gone)), *self.left_out],
            count=None if self.count is None else max(0, self.count - len(gone)),
        )


def dry_run(api: Api, campaign_id: str, max_calls: int | None = None) -> DryRun:
    """Ask what a run would do now, with at most `max_calls` calls. Changes nothing and calls nobody.

    Raises:
        ApiError: the platform did not answer the dry run.
    """
    with api.budget.purpose("dry run"):
        answer = api.campaigns.run(campaign_id, dry_run=True, max_calls=max_calls)
    return read_answer(answer, api.clock.now())


def read_answer(answer: RunResult, at: datetime) -> DryRun:
    """A dry run's answer, whichever generation of the platform gave it."""
    rows = answer.calls or answer.picks
    told = answer.started if rows is None else len(rows)
    return DryRun(
        at=at,
        would_call=[_candidate(row, at) for row in rows or ()],
        left_out=grouped(read_sentence(sentence) for sentence in answer.errors or ()),
        count=told,
    )


def _candidate(row: dict[str, Any], at: datetime) -> Candidate:
    """One row of `calls` or `picks`; some deployments put the person into an object of her own."""
    person = row.get("contact")
    places = [row, person] if isinstance(person, dict) else [row]
    number = _text(places, _TO)
    zone = zone_for(_text(places, _ZONE), number)
    first_last = f"{_text(places, _FIRST) or ''} {_text(places, _LAST) or ''}".strip()
    return Candidate(
        name=_text(places, _NAMES) or first_last,
        number=number,
        from_number=_text(places[:1], _FROM),
        timezone=zone.key if zone else None,
        local_time=at.astimezone(zone) if zone else None,
        contact_id=_text(places[:1], _CONTACT) or _text(places[1:], ("id",)),
        campaign_contact_id=_text(places[:1], _ENROLMENT),
    )


def _text(places: Sequence[dict[str, Any]], names: Sequence[str]) -> str | None:
    for place in places:
        for name in names:
            value = place.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
    return None
