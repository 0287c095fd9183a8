"""Campaign that a list begins: named after the file, the rest as the team chose it last, and never what is gone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.api.models import Assistant, Campaign, CampaignStatus, Company, PhoneNumber
from services.campaigns.choices import Choices
from services.campaigns.suggested import name_of_file, suggested_basics

FIRST, SECOND = Assistant(id="anna", name="Anna"), Assistant(id="ben", name="Ben")
NUMBERS = [
    PhoneNumber(id=f"n{place}", phone_number=f"+49309018{place:02}", status="active", assistant_id=owner)
    for place, owner in enumerate(("anna", "anna", "ben"))
]
COMPANIES = [Company(id="north", name="North"), Company(id="south", name="South")]
ALL = Choices([FIRST, SECOND], NUMBERS, COMPANIES)


def campaign(day: int, assistant: str, numbers: list[str], company: str | None = "south") -> Campaign:
    return Campaign(
        id=f"c{day}",
        name="Earlier",
        status=CampaignStatus.COMPLETED,
        assistant_id=assistant,
        from_number_ids=numbers,
        company_id=company,
        created_at=datetime(2026, 3, day, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Trade_fair  leads.csv", "Trade fair leads"),
        ("C:\\exports\\Kunden Köln.xlsx", "Kunden Köln"),
        ("v1.2 list.csv", "v1.2 list"),
        (".csv", ".csv"),
        (f"{'x' * 300}.csv", "x" * 200),
    ],
)
def test_the_name_is_the_files(file: str, name: str) -> None:
    assert name_of_file(file) == name


def test_it_is_set_up_like_the_newest_campaign() -> None:
    found = suggested_basics("a.csv", [campaign(2, "anna", ["n1"]), campaign(1, "ben", ["n2"], "north")], ALL)

    assert (found.assistant_id, found.from_number_ids, found.company_id) == ("anna", ("n1",), "south")


def test_what_is_gone_meanwhile_is_not_suggested() -> None:
    earlier = [campaign(3, "gone", ["n9"]), campaign(2, "anna", ["n8"], "gone")]
    found = suggested_basics("a.csv", earlier, ALL)

    assert (found.assistant_id, found.from_number_ids, found.company_id) == ("anna", ("n0", "n1"), None)


def test_where_nothing_was_made_before_only_what_leaves_no_choice_is_chosen() -> None:
    several = suggested_basics("a.csv", [], ALL)
    single = suggested_basics("a.csv", [], Choices([FIRST], NUMBERS[:2], COMPANIES[:1]))

    assert (several.assistant_id, several.from_number_ids, several.company_id) == (None, (), None)
    assert (single.assistant_id, single.from_number_ids, single.company_id) == ("anna", ("n0", "n1"), "north")


def test_where_the_platform_tells_no_choices_the_last_ones_stand() -> None:
    found = suggested_basics("a.csv", [campaign(1, "anna", ["n1"])], Choices())

    assert (found.assistant_id, found.from_number_ids, found.company_id) == ("anna", ("n1",), "south")


def test_of_the_assistants_used_before_the_last_one_that_calls_from_the_lists_country_is_taken() -> None:
    abroad = PhoneNumber(id="ohio", phone_number="+1 614 555 0123", status="active", assistant_id="marcus")
    choices = Choices([FIRST, SECOND, Assistant(id="marcus", name="Marcus")], [*NUMBERS, abroad], COMPANIES)
    earlier = [
        campaign(3, "marcus", ["ohio"], "north"),
        campaign(2, "ben", ["n2"]),
        campaign(1, "anna", ["n1"]),
    ]

    german, french = (suggested_basics("a.csv", earlier, choices, country) for country in ("DE", "FR"))

    assert (german.assistant_id, german.from_number_ids, german.company_id) == ("ben", ("n2",), "south")
    assert (french.assistant_id, french.company_id) == ("marcus", "north")


def test_a_list_is_called_from_a_number_of_its_own_country_where_the_assistant_has_one() -> None:
    abroad = PhoneNumber(id="ohio", phone_number="+1 614 555 0123", status="active", assistant_id="anna")
    choices, earlier = (
        Choices([FIRST, SECOND], [*NUMBERS, abroad], COMPANIES),
        [campaign(1, "anna", ["ohio"])],
    )

    german = suggested_basics("a.csv", earlier, choices, "DE")
    french = suggested_basics("a.csv", earlier, choices, "FR")
    both = suggested_basics("a.csv", [campaign(1, "anna", ["ohio", "n1"])], choices, "DE")

    assert german.from_number_ids == ("n0", "n1")
    assert french.from_number_ids == ("ohio",)
    assert both.from_number_ids == ("n1",)
