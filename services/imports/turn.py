"""Turn: what a stage of the work has in its hands: the claim on the job, the list, and the platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from services.imports.claim import Claim
from services.imports.job import ImportPlace
from services.imports.matching import Match, PeopleIndex
from services.imports.platform import NAMELESS, OWN_FIELD
from services.imports.rows import CHUNK_ROWS, End, Marks, read_matches, write_matches

if TYPE_CHECKING:
    from services.imports.platform import Platform, Seen


IN_OR_PERHAPS = [int(end) for end in (End.ENROLLED, End.ALREADY, End.DOUBTFUL, End.ENROLLING)]


class NotYet(Exception):  # noqa: N818  not an error: the work goes on by itself
    """What comes next has to wait for so many seconds. `code` says why."""

    def __init__(self, code: str, seconds: float) -> None:
        super().__init__(code)
        self.code, self.seconds = code, seconds


@dataclass
class Turn:
    """`chunk_rows` is the size of all chunks of the list but the last."""

    claim: Claim
    platform: Platform
    chunk_rows: int = CHUNK_ROWS
    _loaded: tuple[int, Marks] | None = field(default=None)

    @property
    def place(self) -> ImportPlace:
        return self.claim.place

    def marks(self, number: int) -> Marks:
        """The rows of one chunk; the latest one asked for is kept, for stages come back to it again and again."""
        if self._loaded is None or self._loaded[0] != number:
            self._loaded = number, self.claim.store.marks(self.claim.job_id, number)
        return self._loaded[1]

    def all_marks(self) -> Iterator[tuple[int, Marks]]:
        for number in range(self.place.chunks):
            yield number, self.claim.store.marks(self.claim.job_id, number)

    @cached_property
    def phones(self) -> npt.NDArray[np.int64]:
        return self.claim.store.phones(self.claim.job_id)

    @cached_property
    def index(self) -> PeopleIndex:
        """All callable rows by number, and by id as far as ids are known."""
        ids = (
            (number * self.chunk_rows + position, contact_id)
            for number, marks in self.all_marks()
            for position, contact_id in enumerate(marks.contact_id)
            if contact_id
        )
        return PeopleIndex(self.phones, ids)

    @cached_property
    def chosen(self) -> npt.NDArray[np.bool_]:
        """Rows by position that may be in the campaign: all that are not left out; once somebody was sent, and only so many
        are wanted, those who were sent or were there."""
        rows = np.zeros(len(self.phones), dtype=bool)
        waiting_too = self.place.at_most is None or not self.place.unverified
        for number, marks in self.all_marks():
            start = number * self.chunk_rows
            mine = marks.end != End.LEFT_OUT if waiting_too else np.isin(marks.end, IN_OR_PERHAPS)
            rows[start : start + len(marks)] = mine
            rows[[start + position for position in marks.sent_in_vain()]] = True
        return rows

    @cached_property
    def beside(self) -> list[PeopleIndex]:
        """The lists of other imports that may have sent people into the campaign while this one did not have it alone."""
        store, claim = self.claim.store, self.claim
        found = []
        for job_id in store.beside(claim.job_id, claim.campaign_id, claim.created_at):
            chunks = [store.marks(job_id, number) for number in store.chunk_numbers(job_id)]
            phones = store.phones(job_id).copy()
            phones[[end == End.LEFT_OUT for marks in chunks for end in marks.end]] = 0
            rows = (row for marks in chunks for row in zip(marks.end, marks.contact_id, strict=True))
            ids = [contact_id for end, contact_id in rows if contact_id and end != End.LEFT_OUT]
            found.append(PeopleIndex(phones, enumerate(ids)))
        return found

    @cached_property
    def sought(self) -> npt.NDArray[np.bool_]:
        """Rows by position that still have to be found in the CRM; kept up to date while pages are read."""
        rows = np.zeros(len(self.phones), dtype=bool)
        for number, marks in self.all_marks():
            start = number * self.chunk_rows
            rows[start : start + len(marks)] = np.isin(marks.end, [End.TODO, End.ASKED, End.SENT])
        for blob in self.claim.store.match_pages(self.claim.job_id):
            rows[read_matches(blob)["position"].to_numpy()] = False
        return rows

    def next_rows(self, *ends: End) -> tuple[int, Marks, list[int]] | None:
        """The first chunk, from the place on, with rows that have one of these ends; the place moves there."""
        while self.place.chunk < self.place.chunks:
            marks = self.marks(self.place.chunk)
            if positions := marks.where(*ends):
                return self.place.chunk, marks, positions
            self.place.chunk += 1
        return None

    def people(self, number: int, positions: Sequence[int]) -> list[dict[str, str]]:
        """The details of some rows of a chunk, as the platform's import and `create` name them."""
        chosen = set(positions)
        table = self.claim.store.people(self.claim.job_id, number)
        return [person_fields(person) for person in table.to_pylist() if person["place"] in chosen]

    def commit_matches(self, kind: str | list[str], matches: list[Match], *, progress: bool = True) -> None:
        """`kind` is what the page says of all of them, or of each."""
        self.claim.commit(
            progress=progress,
            matches=write_matches(
                kind,
                [match.position for match in matches],
                [match.contact.contact_id for match in matches],
                [match.contact.do_not_call for match in matches],
            )
            if matches
            else None,
        )

    def turn_page(self, seen: Seen) -> bool:
        """On to the next page of a list; False at its end, or where a server answers the same page again and again."""
        self.place.page_rows = min(self.place.page_rows, seen.page_rows)
        head = seen.people[0].contact_id if seen.people else ""
        if seen.following is None or (head and head == self.place.head):
            return False
        self.place.offset, self.place.head = seen.following, head
        return True

    def go_to(self, stage: str) -> None:
        """The next stage begins; takes effect with the next commit."""
        self.place.stage = stage
        self.place.chunk = self.place.offset = 0
        self.place.head = ""
        self._loaded = None
        for kept in ("index", "sought", "chosen", "beside"):
            self.__dict__.pop(kept, None)


Stage = Callable[[Turn], None]


def person_fields(person: dict[str, str | None]) -> dict[str, str]:
    """A stored person in the words of the platform's import. Nobody is refused for a missing name.

    The list's company is a field of its own: on the platform the person belongs to the campaign's company.
    """
    first, last = person["first_name"] or "", person["last_name"] or ""
    own = {"extension": person["ext"], "company": person["company"], **json.loads(person["custom"] or "{}")}
    return {
        "first_name": first or last or person["company"] or NAMELESS,
        "last_name": last if first else "",
        "phone": person["e164"] or "",
        "phone_secondary": person["phone_secondary"] or "",
        "email": person["email"] or "",
        "job_title": person["job_title"] or "",
        "timezone": person["timezone"] or "",
        "notes": person["notes"] or "",
        "tags": ",".join(
            tag.strip() for tag in (person["tags"] or "").replace(";", ",").split(",") if tag.strip()
        ),
        **{f"{OWN_FIELD}{name}": text for name, text in own.items() if text},
    }
