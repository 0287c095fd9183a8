"""World of the page tests: what they put into an empty sandbox."""

from __future__ import annotations

import sqlite3
from typing import Any

from services.api import Api
from services.api.models import Campaign, CampaignCreate, ContactCreate
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, TEAM_ID, RunningSandbox

NASTY_NAMES = {
    "markdown": "**bold** [link](http://example.org) # x",
    "html": "<script>alert(1)</script><b>x</b>",
    "latex": "costs $5 or $6",
    "directive": ":red[sale] :material/home: :smile:",
    "right to left": "קמפיין אביב שלום",
    "long": "Spring " * 28 + "2026",
}


def make_campaign(api: Api, name: str, *, people: int = 0, **fields: Any) -> Campaign:
    """A draft of `name` that may call at the sandbox's time of day and within what is allowed, with `people` German numbers
    in it."""
    usual: dict[str, Any] = {
        "call_window_start": "08:00",
        "call_window_end": "20:00",
        "call_window_timezone": "Europe/Berlin",
        "settings": {"use_contact_timezone_for_call_window": False},
    }
    request = CampaignCreate(
        team_id=TEAM_ID,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID,
        from_number_ids=NUMBER_IDS[:1],
        name=name,
        **(usual | fields),
    )
    made = api.campaigns.create(request)
    ids = [_make_person(api, made.id, number) for number in range(people)]
    if ids:
        api.campaigns.add_contacts(made.id, ids)
    return made


def _make_person(api: Api, campaign_id: str, number: int) -> str:
    digits = abs(hash((campaign_id, number))) % 10_000_000
    person = ContactCreate(
        company_id=COMPANY_ID, first_name="Anna", last_name=f"Becker {number}", phone=f"+4930{digits:07d}"
    )
    return api.contacts.create(person).contact.id


def enrolled(sandbox: RunningSandbox, campaign_id: str) -> list[str]:
    """Numbers in a campaign, from the sandbox's own database."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        found = database.execute(
            "select contacts.phone from enrolments join contacts on contacts.id = enrolments.contact_id "
            "where enrolments.campaign_id = ?",
            (campaign_id,),
        )
        return sorted(phone for (phone,) in found)
