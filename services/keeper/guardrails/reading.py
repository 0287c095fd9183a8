"""Reading of a campaign's newest calls for its guardrails, with one request by the best this deployment tells.

Which way that is, is settled at the first look and kept. Where nothing tells how calls end, no share of them is judged, and
that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.api import Api, errors
from services.api.generation import shows_people
from services.api.models import Call, Campaign, CampaignContact, EnrollmentStatus
from services.keeper.guardrails.tally import FAILED, LETTERS, OTHER, Attempt, Newest
from services.keeper.guardrails.terms import Rule

NEWEST = 100
MOST_PEOPLE = 1000
"""People whose rows are read at a look; of a longer list something else has to tell."""
CLOSED = (
    errors.NotAvailable,
    errors.NotFound,
    errors.Forbidden,
    errors.Unauthorized,
    errors.UnreadableAnswer,
)
NEEDS_CALLS = frozenset(Rule) - {Rule.CREDITS_IN_ALL, Rule.CREDITS_LOW}
NEEDS_OUTCOMES = frozenset({Rule.FAILURES, Rule.WRONG_NUMBERS, Rule.ANSWER_RATE})


class Source(StrEnum):
    """What tells of calls, the best and cheapest first."""

    BOARD = "board"  # live counts, with the newest calls
    LOG = "log"  # the call log
    ROWS = "rows"  # attempts of each person
    NONE = "none"


@dataclass(frozen=True)
class Reading:
    """The newest calls; None where nothing tells of them. `campaign` is set where the same request told it."""

    source: Source
    newest: Newest | None
    campaign: Campaign | None = None


class CallReader:
    """`may` tells which operations of the contract are known to be closed: those are not tried."""

    def __init__(self, api: Api, may: Callable[[str], bool]) -> None:
        self._api = api
        self._may = may

    def read(self, campaign: Campaign, source: Source | None) -> Reading:
        """By `source`; None settles which one that is.

        Raises:
            ApiError: the platform did not answer.
        """
        if source is not None:
            return self._by(source, campaign)
        for one in self._offered(campaign):
            try:
                found = self._by(one, campaign)
            except CLOSED:
                continue
            if found.newest is not None:
                return found
        return Reading(Source.NONE, None)

    def _offered(self, campaign: Campaign) -> Iterable[Source]:
        if self._may("getDashboard") and shows_people(self._api.campaigns.which_generation()):
            yield Source.BOARD
        if self._may("listCalls"):
            yield Source.LOG
        few = campaign.total_contacts is None or campaign.total_contacts <= MOST_PEOPLE
        if few and self._may("listCampaignContacts"):
            yield Source.ROWS

    def _by(self, source: Source, campaign: Campaign) -> Reading:
        match source:
            case Source.BOARD:
                board = self._api.campaigns.dashboard(campaign.id, 1, 1, NEWEST)
                told = board.recent_calls if board.tells_calls else None
                full = told is not None and len(told) >= NEWEST
                newest = None if told is None else _newest(told, all_of_them=not full)
                return Reading(source, newest, board.campaign)
            case Source.LOG:
                page = self._api.calls.list(campaign.id, limit=NEWEST)
                # an empty log of a campaign that has called people tells of no calls
                silent = not page.received and bool(campaign.contacts_called)
                found = None if silent else _newest(page.items, all_of_them=page.ends_at(page.received))
                return Reading(source, found)
            case Source.ROWS:
                rows = self._api.campaigns.contacts(campaign.id, limit=MOST_PEOPLE).items
                return Reading(source, _of_rows(rows))
            case Source.NONE:
                return Reading(source, None)


def cannot_be_watched(source: Source, *, credits_told: bool) -> frozenset[Rule]:
    """Rules that nothing tells enough for."""
    calls = NEEDS_CALLS if source is Source.NONE else frozenset[Rule]()
    return calls if credits_told else calls | {Rule.CREDITS_IN_ALL, Rule.CREDITS_LOW}


def _newest(calls: Iterable[Call], *, all_of_them: bool) -> Newest | None:
    """None where a call does not tell when it began."""
    begun = [
        Attempt(one.id, one.started_at, _letter(one.outcome, one.status)) for one in calls if one.started_at
    ]
    untold = sum(one.started_at is None for one in calls)
    return None if untold else Newest(begun, all_of_them)


def _letter(outcome: str | None, status: str | None) -> str | None:
    if outcome:
        return LETTERS.get(outcome, OTHER)
    return FAILED if status == "failed" else None


def _of_rows(rows: Iterable[CampaignContact]) -> Newest | None:
    """Each person's last attempt is a call; it has an id of its own by its number. None where a row does not tell."""
    found: list[Attempt] = []
    for row in rows:
        calling = row.status is EnrollmentStatus.CALLING
        if row.attempts is None or (row.attempts and row.last_attempt_at is None):
            return None
        if row.attempts and row.last_attempt_at:
            letter = None if calling else _letter(row.outcome, None)
            found.append(Attempt(f"{row.id}:{row.attempts}", row.last_attempt_at, letter))
    found.sort(key=lambda one: one.started_at, reverse=True)
    return Newest(found, all_of_them=True)
