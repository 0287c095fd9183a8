"""Outcome list: the people of a campaign whose calls ended in a certain way, each with the row of the file that she came from,
for what came of it to go home into the system that the file is from.

A row is found in the imports of the campaign, else in those of the campaign it is a copy of. Whoever came otherwise, or from
a file whose rows are deleted by now, stands in it without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.api.models import Campaign, CampaignContact, EnrollmentStatus
from services.campaign.everybody import Everybody
from services.campaign.person_search import search_for
from services.campaigns.links import CampaignLinks
from services.database.circuit_breaker import DatabaseAway
from services.imports.file_rows import FileRow, FileRows, WantedPeople
from services.imports.matching import line_keys, phone_keys
from services.results.outcomes import was_called

ANY = ""
NO_OUTCOME = "none"
"""Of somebody who was not called yet or is left out, or whose call goes on."""
_GENERATIONS = 5  # copies of copies

FindRows = Callable[[Sequence[str], WantedPeople], FileRows]


class Chosen(NamedTuple):
    """Which of a campaign's people: by outcome, by status and by what somebody searches for, `ANY` for all. An outcome is that of
    a call: whoever is left out has none, whatever the platform calls the reason."""

    outcome: str = ANY
    status: str = ANY
    search: str = ANY

    def of(self, people: Iterable[CampaignContact]) -> list[CampaignContact]:
        """The latest call first."""
        searched = search_for(self.search)
        fit = (one for one in people if self._fits(one) and searched(*_who(one)))
        return sorted(fit, key=_latest_first)

    def _fits(self, one: CampaignContact) -> bool:
        left_out = one.status is EnrollmentStatus.SKIPPED
        outcome = NO_OUTCOME if left_out or not one.outcome else one.outcome
        return self.outcome in (ANY, outcome) and self.status in (ANY, str(one.status))


def _who(one: CampaignContact) -> tuple[str, str]:
    person = one.contact
    return (f"{person.first_name} {person.last_name}", person.phone or "") if person else ("", "")


class PersonWithRow(NamedTuple):
    """One of the people; `row` is None where none is known."""

    person: CampaignContact
    row: FileRow | None


@dataclass(frozen=True)
class OutcomeList:
    """`columns` are those of the files, by name and by the how many-eth of that name, in the files' order. `not_kept` are
    lists whose rows are not there any more; `unreadable` people could not be read."""

    people: Sequence[PersonWithRow]
    columns: Sequence[tuple[str, int]]
    not_kept: Sequence[str]
    unreadable: int

    @property
    def files(self) -> int:
        return len({one.row.file_name for one in self.people if one.row})


class OutcomeLists:
    """Those of one connection. `find_rows` looks into the imports."""

    def __init__(self, everybody: Everybody, links: CampaignLinks, find_rows: FindRows) -> None:
        self._everybody = everybody
        self._links = links
        self._find_rows = find_rows

    def of(self, campaign: Campaign, chosen: Chosen) -> OutcomeList | None:
        """As the campaign is now, whatever it costs: a person has asked. None where this deployment does not show people.

        Raises:
            ApiError, DatabaseAway: the people, or their rows, could not be read.
        """
        rows = self._everybody.now(campaign)
        if rows is None:
            return None
        people = chosen.of(rows.items)
        lines = {one.id: _lines(one) for one in people}
        wanted = WantedPeople(
            {one.contact.id for one in people if one.contact and one.contact.id}, set().union(*lines.values())
        )
        found = self._find_rows(self._with_origins(campaign.id), wanted) if people else FileRows()
        listed = [
            PersonWithRow(one, found.of((one.contact and one.contact.id) or "", lines[one.id]))
            for one in people
        ]
        return OutcomeList(
            listed, columns_of(one.row for one in listed if one.row), found.not_kept, len(rows.unreadable)
        )

    def not_kept(self, campaign_id: str) -> list[str]:
        """Names of lists of this campaign whose rows are deleted; none where the console's own database does not answer."""
        try:
            return list(self._find_rows([campaign_id], WantedPeople((), ())).not_kept)
        except DatabaseAway:
            return []

    def _with_origins(self, campaign_id: str) -> list[str]:
        """The campaign, then the one that it is a copy of, and so on."""
        ids = [campaign_id]
        while len(ids) < _GENERATIONS:
            origin, _followers = self._links.around(ids[-1])
            if origin is None or origin.origin_id in ids:
                break
            ids.append(origin.origin_id)
        return ids


def columns_of(rows: Iterable[FileRow]) -> list[tuple[str, int]]:
    """The columns of all files, each once, the first file's first. Two of one name in one file are two."""
    found: dict[tuple[str, int], None] = {}
    for header in dict.fromkeys(row.header for row in rows):
        found |= dict.fromkeys(numbered(header))
    return list(found)


def numbered(header: Sequence[str]) -> list[tuple[str, int]]:
    """Names of columns, each with how many of that name stand before it."""
    seen: dict[str, int] = {}
    columns = []
    for name in header:
        columns.append((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return columns


def _lines(one: CampaignContact) -> list[int]:
    phone = one.contact.phone if one.contact else None
    return [line for line in line_keys(phone_keys(phone)) if line] if phone else []


def _latest_first(one: CampaignContact) -> tuple[bool, float]:
    at = one.last_attempt_at
    return (not was_called(one), -at.timestamp() if at else 0.0)
