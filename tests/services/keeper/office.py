"""A console whose keeper works, over a real sandbox whose dialler knows no limit; and the sandbox's own word on who was
called.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from services.api import Api
from services.api.models import Campaign, CampaignCreate, CampaignStatus, CampaignUpdate, ContactCreate
from services.keeper import Limit, WatchState
from services.launch.preparing import PreparedLaunch, PreparedStart
from services.person import Person
from services.runtime import Runtime
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox
from tests.services.whole_console import ANY_HOUR, whole_console
from tests.waiting import until

_phones = itertools.count(23_000_000)
ANNA = Person("Anna", "anna@example.com")


def fresh_phone() -> str:
    """Nobody of another test on the same sandbox has it."""
    return f"+49151{next(_phones):08d}"


class Office:
    """One console. `works` is False for one whose process is not started."""

    def __init__(self, sandbox: RunningSandbox, folder: Path, *, works: bool = True) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self._made = whole_console(sandbox, folder, calling_hours=ANY_HOUR)
        self.console: Runtime = next(self._made)
        self._works = works

    @property
    def api(self) -> Api:
        return self.console.api

    def __enter__(self) -> Self:
        if self._works:
            self.console.keeper.stand_ready()
            self.console.keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        for _console in self._made:
            pass

    # a person at work

    def campaign(self, people: int, *, at_once: int = 10) -> Campaign:
        wanted = CampaignCreate(
            team_id=self.sandbox.team_id,
            assistant_id=ASSISTANT_ID,
            company_id=COMPANY_ID,
            from_number_ids=NUMBER_IDS,
            name=f"Campaign of {people}",
            call_window_start="00:00",
            call_window_end="23:59",
            call_window_timezone="UTC",
            max_concurrent_calls=at_once,
            max_attempts_per_contact=1,
        )
        made = self.api.campaigns.create(wanted)
        if people:
            self.api.campaigns.add_contacts(made.id, self._contacts(made.id, people))
        return self.api.campaigns.get(made.id)

    def _contacts(self, campaign_id: str, people: int) -> list[str]:
        """As many, in one file."""
        rows = [f"Person,{number} of {campaign_id},{fresh_phone()}" for number in range(people)]
        content = "\n".join(("first,last,phone", *rows)).encode()
        columns = {"first_name": "first", "last_name": "last", "phone": "phone"}
        self.api.contacts.import_csv(content, columns, default_company_id=COMPANY_ID)
        found = self.api.contacts.list(COMPANY_ID, search=campaign_id).items
        assert len(found) == people
        return [str(one.id) for one in found]

    def contact(self, campaign_id: str, number: int, *, group_id: str | None = None) -> str:
        person = ContactCreate(
            company_id=None if group_id else COMPANY_ID,
            group_id=group_id,
            team_id=self.sandbox.team_id,
            first_name="Person",
            last_name=f"{number} of {campaign_id}",
            phone=fresh_phone(),
        )
        return str(self.api.contacts.create(person).contact.id)

    def launch(self, campaign_id: str, most: int | None) -> PreparedLaunch:
        start = self.console.launching.prepare(campaign_id, who=ANNA)
        self.console.launching.launch(start, who=ANNA, most=most)
        return start

    def resume(self, campaign_id: str) -> PreparedStart:
        start = self.console.launching.prepare_to_resume(self.api.campaigns.get(campaign_id))
        self.console.launching.resume(start, who=ANNA)
        return start

    def pause(self, campaign_id: str) -> None:
        self.console.campaigns.pause(self.api.campaigns.get(campaign_id), who=ANNA)

    def elsewhere(self, campaign_id: str, status: CampaignStatus) -> None:
        """Somebody says so on the platform's own page."""
        self.api.campaigns.update(campaign_id, CampaignUpdate(status=status))

    # what is so

    def limit(self, campaign_id: str) -> Limit:
        found = self.console.keeper.limits.of(campaign_id)
        assert found is not None
        return found

    def limit_is(self, campaign_id: str, *states: WatchState) -> Limit:
        return until(lambda: self.limit(campaign_id), lambda limit: limit.state in states)

    def status(self, campaign_id: str) -> str:
        return str(self.api.campaigns.get(campaign_id).status)

    def called(self, campaign_id: str) -> int:
        """People whose phone rang, in the sandbox's own database."""
        found = self.there(
            "select count(distinct c.campaign_contact_id) from calls c where c.campaign_id = ?", campaign_id
        )
        return int(found[0][0])

    def there(self, query: str, *values: Any) -> list[Sequence[Any]]:
        with closing(sqlite3.connect(f"file:{self.sandbox.db_path}?mode=ro", uri=True)) as database:
            return list(database.execute(query, values))
