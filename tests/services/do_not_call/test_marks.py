"""Marks in the platform's CRM: everybody who has a listed line is found, in whichever spelling and on whichever page, and one entry
that fails holds up no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from services.api import Page, errors
from services.api.generation import Generation
from services.api.models import Contact
from services.api.tolerant import Rows
from services.database.database import make_engine
from services.do_not_call import DoNotCallList, Mark, NewEntry, Reason
from services.do_not_call.marks import MOST_PAGES, PlatformMarks
from tests.new_database import make_tables
from tests.services.do_not_call.conftest import ADA, Clock, made_list


class Crm:
    """People of a platform's CRM, a page of them at a time. `looks`: it looks for what is asked for, which not every one does."""

    def __init__(self, phones: Iterable[str], *, page: int = 2, looks: bool = True) -> None:
        self.people = {
            f"p{place}": Contact(id=f"p{place}", phone=phone) for place, phone in enumerate(phones)
        }
        self.page, self.looks = page, looks
        self.fails_for = ""
        self.refuses: set[str] = set()
        self.generation = Generation.NEWEST
        self.lists = 0

    def api(self) -> Any:
        return SimpleNamespace(
            contacts=self,
            campaigns=SimpleNamespace(which_generation=lambda: self.generation),
            budget=SimpleNamespace(purpose=lambda *_args, **_options: nullcontext()),
        )

    def list(self, search: str | None = None, offset: int = 0) -> Page[Contact]:
        self.lists += 1
        if self.fails_for and search and search in self.fails_for:
            raise errors.ServerError("listContacts", status=500)
        found = [
            one
            for one in self.people.values()
            if not (search and self.looks) or search in "".join(filter(str.isdigit, one.phone or ""))
        ]
        rows = found[offset : offset + self.page]
        answer = {"total": len(found), "offset": offset, "limit": self.page}
        read = Rows[Contact].model_construct(items=rows, unreadable=[])
        return Page("listContacts", read, answer, self.page, lambda at: self.list(search, at))

    def get(self, contact_id: str) -> Contact:
        return self.people[contact_id]

    def mark_do_not_call(self, contact_id: str) -> None:
        if contact_id not in self.refuses:
            self.people[contact_id] = self.people[contact_id].model_copy(update={"do_not_call": True})

    def marked(self) -> list[str]:
        return [one.id for one in self.people.values() if one.do_not_call]


@pytest.fixture
def entries(tmp_path: Path, clock: Clock) -> DoNotCallList:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    return made_list(engine, clock)


def put(entries: DoNotCallList, *numbers: str) -> None:
    for number in numbers:
        entries.add(NewEntry(number, Reason.ASKED), region="", who=ADA)


def marks(entries: DoNotCallList) -> dict[str, Mark]:
    return {one.number: one.mark for one in entries.everything()}


@pytest.mark.parametrize(
    ("listed", "phones"),
    [
        ("+525512345678", ["+525512345678", "+5215512345678", "5512345678"]),
        ("+541123456789", ["+5491123456789", "+54 11 2345 6789"]),
        ("+5511987654321", ["+551187654321", "+55 11 98765-4321"]),
        ("+4915123456789", ["+4915123456789", "0151 23456789", "+49 (0)151 23456789"]),
    ],
    ids=["Mexico", "Argentina", "Brazil", "Germany"],
)
def test_everybody_with_the_line_is_marked_in_whichever_spelling_and_on_whichever_page(
    entries: DoNotCallList, listed: str, phones: list[str]
) -> None:
    crm = Crm([*phones, "+4915199999999"], page=1)
    put(entries, listed)

    PlatformMarks(crm.api(), entries).tell_waiting()

    assert (marks(entries), len(crm.marked())) == ({listed: Mark.MARKED}, len(phones))


def test_one_entry_that_fails_holds_up_no_other(entries: DoNotCallList) -> None:
    """The newest three are told in a round."""
    first, *failing = [f"+49151234567{place}0" for place in range(4)]
    put(entries, first, *failing)
    crm = Crm([first, *failing])
    crm.fails_for = " ".join(failing)
    telling = PlatformMarks(crm.api(), entries)

    telling.tell_waiting()
    telling.tell_waiting()

    assert marks(entries) == {first: Mark.MARKED, **dict.fromkeys(failing, Mark.NOT_TOLD)}
    crm.fails_for = ""
    for _ in range(2):
        telling.tell_waiting()
    assert set(marks(entries).values()) == {Mark.MARKED}


@pytest.mark.parametrize("looks", [True, False], ids=["looks for numbers", "lists everybody"])
def test_of_an_uploaded_list_each_number_is_told_and_read_back(
    entries: DoNotCallList, *, looks: bool
) -> None:
    crm = Crm((f"+4915123456{place:03}" for place in range(60)), page=20, looks=looks)
    crm.refuses = {"p59"}
    listed = [f"+4915123456{place:03}" for place in range(10, 90)]
    entries.add_many(((number, int(number[1:]), "") for number in listed), Reason.ASKED, "a list", who=ADA)
    telling = PlatformMarks(crm.api(), entries)

    for _ in range(15):  # five people a round
        telling.tell_waiting()

    assert crm.marked() == [f"p{place}" for place in range(10, 59)]
    expected = dict.fromkeys(listed[:49], Mark.MARKED)
    expected[listed[49]] = Mark.NOT_CONFIRMED
    expected |= dict.fromkeys(listed[50:], Mark.NOT_THERE)
    assert marks(entries) == expected
    assert crm.lists < len(listed)


def test_where_numbers_are_not_looked_for_the_crm_is_read_instead(entries: DoNotCallList) -> None:
    crm = Crm((f"+4915123456{place:03}" for place in range(2 * MOST_PAGES + 2)), looks=False)
    put(entries, "+4915123456007", "+4915123456999")
    telling = PlatformMarks(crm.api(), entries)

    for _ in range(8):
        telling.tell_waiting()

    assert crm.marked() == ["p7"]
    assert marks(entries) == {"+4915123456007": Mark.MARKED, "+4915123456999": Mark.NOT_THERE}


def test_where_no_key_marks_anybody_every_entry_says_so(entries: DoNotCallList) -> None:
    crm = Crm(["+4915123456789"])
    crm.generation = Generation.SEED
    put(entries, "+4915123456789")
    entries.add_many([("030 1", 4930123456, "")], Reason.ASKED, "a list", who=ADA)

    PlatformMarks(crm.api(), entries).tell_waiting()

    assert set(marks(entries).values()) == {Mark.NOT_POSSIBLE}


def test_while_nobody_knows_which_platform_it_is_nothing_is_said(entries: DoNotCallList) -> None:
    crm = Crm(["+4915123456789"])
    crm.generation = Generation.UNKNOWN
    put(entries, "+4915123456789")

    PlatformMarks(crm.api(), entries).tell_waiting()

    assert marks(entries) == {"+4915123456789": Mark.NOT_TOLD}
