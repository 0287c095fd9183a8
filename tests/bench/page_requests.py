"""Requests to the platform that draw each page: on a console that has read nothing yet, and opened again right away.

Each page is opened on a console process of its own, by Streamlit's messages and without a browser: the parts of a page that
refresh themselves are drawn with it once, and never by themselves. The demo's clock stands still. What belongs to no
page is done before: the console has been told by earlier ones what the platform offers, and what it reads when it
starts it reads with another key than the page does. The figures are counts, the same on every run and every machine:
compare two of them with `diff`.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from sandbox.contract.operations import operation_of
from tests.browser.console_server import ConsoleServer
from tests.page_socket import PageSocket
from tests.sandbox_process import RunningSandbox, start_sandbox

DEMO = ("--seed", "1", "--speed", "0")
START_KEY, PAGE_KEY = "tk_test_when_it_starts", "tk_test_when_pages_are_drawn"
TIMEZONE = "Europe/Berlin"
LONGEST_WAIT_SECONDS = 60
VIEWS = ("overview", "people", "dry-run", "calls", "settings")
HEADING = "Requests that draw a page: cold, where the console has read nothing; warm, opened again by another session"


class Click(NamedTuple):
    """On a button of an element of the console's own: its key, what the button does and with what. `opens` is the key of
    a control that is there afterwards."""

    element: str
    action: str
    id: str
    opens: str


class Opening(NamedTuple):
    """A page by its address; with a `click` the requests of that click on it are counted, and not those before."""

    name: str
    page: str
    query: str = ""
    click: Click | None = None


class Seen(NamedTuple):
    """Requests by operation."""

    cold: Counter[str]
    warm: Counter[str]


def main() -> None:
    print(HEADING)
    print(f"{'':44} cold  warm")
    with tempfile.TemporaryDirectory() as name, start_sandbox(Path(name), *DEMO) as sandbox:
        sandbox.control("PUT", "tokens", {"tokens": [sandbox.token, START_KEY, PAGE_KEY]})
        learned = _learned(Path(name) / "learned", sandbox)
        for number, opening in enumerate(_openings(_campaigns(sandbox))):
            with _cold_console(Path(name) / str(number), learned, sandbox) as console:
                _print(opening.name, asyncio.run(_seen(opening, console, sandbox)))


def _print(name: str, seen: Seen) -> None:
    print(f"{name:44} {seen.cold.total():4} {seen.warm.total():5}")
    for operation in sorted(seen.cold | seen.warm):
        print(f"    {operation:40} {seen.cold[operation]:4} {seen.warm[operation]:5}", flush=True)


def _campaigns(sandbox: RunningSandbox) -> dict[str, str]:
    """The largest of the demo's campaigns in each state, by what people call it. One with a number that calls no more
    is left out: a copy of it is not complete, and nothing else would be checked of it."""
    team = {"teamId": sandbox.team_id}
    with sandbox.client() as client:
        numbers = client.get("/api/phone-numbers/purchase", params=team).json()["numbers"]
        campaigns = client.get("/api/crm/campaigns", params={**team, "limit": 100}).json()["campaigns"]
    active = {one["id"] for one in numbers if one["status"] == "active"}
    whole = [one for one in campaigns if active.issuperset(one["from_number_ids"])]
    by_size = sorted(whole, key=lambda one: one["total_contacts"])
    largest: dict[str, str] = {one["status"]: one["id"] for one in by_size}
    return {"draft": largest["draft"], "running": largest["running"], "ended": largest["completed"]}


def _openings(campaigns: dict[str, str]) -> Iterator[Opening]:
    draft, ended = campaigns["draft"], campaigns["ended"]
    yield Opening("Campaigns", "")
    yield Opening(
        "Campaigns, dry run of a draft", "", click=_of_row("dry-run", draft, f"download-dry-run-{draft}")
    )
    for state in ("draft", "running"):
        one = campaigns[state]
        yield Opening(
            f"Campaigns, launch of a {state} one", "", click=_of_row("launch", one, f"launch-most-{one}")
        )
    yield Opening("New campaign", "new")
    yield Opening("New campaign, copy", "new", f"copy={ended}")
    yield Opening("New campaign, for the unreached", "new", f"copy={ended}&people=unreached")
    for state, campaign in campaigns.items():
        for view in VIEWS:
            yield Opening(f"Campaign, {state}, {view}", "campaign", f"id={campaign}&view={view}")
    yield Opening("Campaign, draft, settings to edit", "campaign", f"id={draft}&view=settings&edit=1")
    yield Opening("Upload", "upload")
    yield Opening("Upload to a campaign", "upload", f"campaign={draft}")
    for name in ("Imports", "Insights", "Activity", "Connection"):
        yield Opening(name, name.lower())


def _of_row(action: str, campaign: str, opens: str) -> Click:
    return Click("campaigns", action, campaign, opens)


def _learned(folder: Path, sandbox: RunningSandbox) -> Path:
    """The folder of a console that has learned what the platform offers, for both keys, and has forgotten what it read."""
    folder.mkdir()
    with _console(folder, sandbox, START_KEY) as console:
        asyncio.run(_draw_once(console, "connection"))  # it shows what was learned, and so waits for it
        _replace_key(console, PAGE_KEY)
        asyncio.run(_draw_once(console, "connection"))
    with closing(sqlite3.connect(folder / "console.db")) as database, database:
        database.execute("DELETE FROM shared_read")
    return folder


@contextmanager
def _cold_console(folder: Path, learned: Path, sandbox: RunningSandbox) -> Iterator[ConsoleServer]:
    """A console that has read nothing with the key it has now."""
    folder.mkdir()
    for file in learned.glob("console.db*"):
        shutil.copy(file, folder)
    sandbox.forget_requests()
    with _console(folder, sandbox, START_KEY) as console:
        # of its start: whether the platform answers, and the list of campaigns
        _until(lambda: sandbox.requests().get("listCampaigns", 0) >= 2)
        _replace_key(console, PAGE_KEY)
        yield console


def _console(folder: Path, sandbox: RunningSandbox, key: str) -> ConsoleServer:
    console = ConsoleServer(folder, sandbox, CONSOLE_SECURITY_LOG=str(folder / "security.log"))
    console.write_key(key)
    return console


def _replace_key(console: ConsoleServer, key: str) -> None:
    """As an admin does; until the console says that it goes on with the new one."""
    console.write_key(key)
    log = console.folder / "security.log"
    _until(lambda: "key_changed" in log.read_text(encoding="utf-8"))


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the console did not do what it does when it starts")
        time.sleep(0.05)


async def _seen(opening: Opening, console: ConsoleServer, sandbox: RunningSandbox) -> Seen:
    """Once more in between, which does not count: what the first one read of calls that go on is due again after two
    seconds, and a busy machine takes as long to draw it."""
    cold = await _open(opening, console, sandbox)
    await _open(opening, console, sandbox)
    return Seen(cold, await _open(opening, console, sandbox))


async def _open(opening: Opening, console: ConsoleServer, sandbox: RunningSandbox) -> Counter[str]:
    """The requests that arrived until the page was drawn to its end."""
    sandbox.forget_requests()
    async with PageSocket(console.base_url) as page:
        await _draw(page, _wish(opening))
        if opening.click:
            sandbox.forget_requests()
            await _draw(page, _clicked(page, opening, opening.click))
            page.control(opening.click.opens)  # or it was no click at all
    return Counter(_operation(**one) for one in sandbox.request_log())


async def _draw_once(console: ConsoleServer, name: str) -> None:
    async with PageSocket(console.base_url) as page:
        await _draw(page, _wish(Opening(name, name)))


async def _draw(page: PageSocket, message: BackMsg) -> None:
    """Until the script has ended; one that begins anew at once ends early before that."""
    await page.ask(message)
    ended = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    while ended == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
        ended = (await page.told("script_finished")).script_finished
    assert ended == ForwardMsg.FINISHED_SUCCESSFULLY


def _wish(opening: Opening) -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.query_string = opening.page, opening.query
    message.rerun_script.context_info.timezone = TIMEZONE
    return message


def _clicked(page: PageSocket, opening: Opening, click: Click) -> BackMsg:
    """What the browser says of a click in one of the console's own elements."""
    message = _wish(opening)
    state = message.rerun_script.widget_states.widgets.add()
    state.id = f"$$STREAMLIT_INTERNAL_KEY_{page.control(click.element)}__events"
    told: dict[str, Any] = {"event": "clicked", "value": {"action": click.action, "id": click.id}}
    state.json_trigger_value = json.dumps([told])
    return message


def _operation(method: str, path: str) -> str:
    found = operation_of(method, path)
    return f"{method} {found.path if found else path}"


if __name__ == "__main__":
    main()
