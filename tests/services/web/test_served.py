"""The console as it is served, and strangers who knock: with real connections, a real sign-in and hostile messages."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from services.web.limits import SocketLimits
from tests.browser.console_server import ConsoleServer, free_port
from tests.browser.identity_provider import IdentityProvider
from tests.forked_process import HOME
from tests.page_socket import PageSocket
from tests.signing_in import sign_in
from tests.waiting import DEADLINE

pytestmark = pytest.mark.lengthy

# Loaded by Python before anything else, in the console and in what it starts: each place on the network that it asks for.
WATCH = """\
import os, sys

def note(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        asked = arguments[1]
    elif event == "socket.getaddrinfo" or event.startswith("socket.gethostby"):
        asked = arguments[0]
    else:
        return
    if isinstance(asked, tuple):
        asked = asked[0]
    file = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{asked!r}\\n".encode())
    os.close(file)

sys.addaudithook(note)
"""
ADA = {"name": "Ada", "email": "ada@example.com", "email_verified": True}
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with IdentityProvider() as running:
        running.person = ADA
        yield running


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def console(
    provider: IdentityProvider, watched: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    """The demo, behind a sign-in, on every address of this machine."""
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    secrets = provider.secrets(folder, f"http://127.0.0.1:{port}")
    settings = {
        "CONSOLE_SIGN_IN_ALLOWED": "@example.com",
        "CONSOLE_UPLOAD_MEMORY_MB": "200",
        "CONSOLE_SIGNED_OUT_PAGES_PER_ADDRESS": "25",
        "PYTHONPATH": str(watched),
        "WATCHED": str(watched / "asked"),
    }
    with ConsoleServer(folder, None, "0.0.0.0", **settings).behind_sign_in(secrets, port) as running:  # noqa: S104
        yield running


@pytest.fixture(scope="module")
def cookies(console: ConsoleServer) -> dict[str, str]:
    """Of Ada's browser."""
    return asyncio.run(sign_in(console.base_url))


def status(console: ConsoleServer, method: str, path: str, **headers: str) -> int:
    return httpx.request(method, console.base_url + path, headers=headers).status_code


async def refused(console: ConsoleServer, *, origin: str | None = "", host: str = "") -> int | None:
    """With which status a page of such an origin is refused; None where it is not."""
    try:
        async with PageSocket(console.base_url, origin=origin, host=host):
            return None
    except websockets.InvalidStatus as answer:
        return answer.response.status_code


def test_a_page_of_another_site_and_a_foreign_name_reach_nothing(console: ConsoleServer) -> None:
    foreign = "http://evil.example"
    assert asyncio.run(refused(console)) is None
    assert asyncio.run(refused(console, origin=foreign)) == 403
    assert asyncio.run(refused(console, origin=None)) == 403
    assert asyncio.run(refused(console, origin="http://127.0.0.1:1")) == 403
    assert asyncio.run(refused(console, origin=foreign, host="evil.example")) == 421
    assert status(console, "GET", "/", host="evil.example") == 421
    assert status(console, "PUT", "/_stcore/upload_file/s/f", origin=foreign) == 403
    assert status(console, "GET", "/") == 200


def test_strangers_are_not_told_of_the_server(console: ConsoleServer) -> None:
    async def first_message() -> bytes:
        async with PageSocket(console.base_url) as page:
            await page.ask()
            return (await page.told("new_session")).SerializeToString()

    told = asyncio.run(first_message())
    for secret in (str(HOME), "1.67", sys.version.split()[0], "linux"):
        assert secret.encode() not in told
    assert status(console, "GET", "/_stcore/metrics") == 404
    assert status(console, "GET", "/_stcore/agent/openapi.json") == 404


def test_a_download_is_neither_made_nor_given_for_a_stranger(
    console: ConsoleServer, cookies: dict[str, str]
) -> None:
    async def ask() -> str:
        async with (
            PageSocket(console.base_url, cookies=cookies) as ada,
            PageSocket(console.base_url) as stranger,
        ):
            await ada.draw("campaign", "id=camp_demo_08&view=calls")
            await stranger.draw()
            (offered,) = ada.downloads
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(2):
                    await stranger.download(offered)
            return await ada.download(offered)

    address = asyncio.run(ask())
    assert address.startswith("/media/")
    assert status(console, "GET", address) == 403
    given = httpx.get(console.base_url + address, cookies=cookies)
    assert given.status_code == 200
    assert given.headers["cache-control"] == "no-store"


def test_messages_that_no_page_sends_leave_no_traceback(console: ConsoleServer) -> None:
    before = len(console.log.read_bytes())

    async def send() -> None:
        for nonsense in (b"\xff\xff\xff", "text", b"x" * 100_000):
            async with PageSocket(console.base_url) as page:
                await page.draw()
                await page.socket.send(nonsense)
                with pytest.raises(websockets.ConnectionClosed):
                    await page.told("nothing")
        async with PageSocket(console.base_url) as page:
            await page.draw()
            message = BackMsg()
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = page.control("lang"), "{"
            message.rerun_script.query_string = "lang=%ff%00&x=%"
            message.rerun_script.context_info.timezone = "Mars/Nowhere"
            await page.ask(message)
            await page.told("script_finished")

    asyncio.run(send())
    assert "Traceback" not in console.log.read_bytes()[before:].decode()


async def put(console: ConsoleServer, cookies: dict[str, str], session: str, name: str, size: int) -> int:
    headers = {"origin": console.base_url, "x-xsrftoken": cookies["_streamlit_xsrf"]}
    async with httpx.AsyncClient(base_url=console.base_url, cookies=cookies, timeout=60) as browser:
        answer = await browser.put(
            f"/_stcore/upload_file/{session}/{name}", headers=headers, files={"file": (name, b"x" * size)}
        )
        return answer.status_code


def test_a_stranger_uploads_nothing_to_any_page(console: ConsoleServer, cookies: dict[str, str]) -> None:
    async def upload() -> list[int]:
        xsrf = {"_streamlit_xsrf": cookies["_streamlit_xsrf"]}
        async with (
            PageSocket(console.base_url) as stranger,
            PageSocket(console.base_url, cookies=cookies) as ada,
        ):
            await stranger.draw()
            await ada.draw()
            return [
                await put(console, xsrf, stranger.session, "f", 100),
                await put(console, xsrf, ada.session, "f", 100),
                await put(console, cookies, stranger.session, "f", 100),
            ]

    assert asyncio.run(upload()) == [403, 403, 403]


def test_files_have_so_much_room_and_it_is_given_back_within_a_minute_of_leaving(
    console: ConsoleServer, cookies: dict[str, str]
) -> None:
    async def upload() -> None:
        async with PageSocket(console.base_url, cookies=cookies) as other:
            async with PageSocket(console.base_url, cookies=cookies) as page:
                await page.draw("upload")
                await other.draw("upload")
                assert await put(console, cookies, page.session, "a", 195 * MEGABYTE) == 204
                assert await put(console, cookies, other.session, "a", 6 * MEGABYTE) == 503
            async with asyncio.timeout(60):
                while await put(console, cookies, other.session, "a", 6 * MEGABYTE) != 204:
                    await asyncio.sleep(1)

    asyncio.run(upload())


async def flood(pages: list[PageSocket], count: int) -> None:
    """Ask for the page again and again, as fast as the connections take it."""

    async def one(page: PageSocket) -> None:
        for _time in range(count):
            await page.ask()

    await asyncio.gather(*map(one, pages))


async def flooded(base_url: str, cookies: dict[str, str], seconds: float) -> tuple[int, float, float]:
    """While twenty strangers ask for page after page: how many of theirs were drawn, at least one, and how long the page
    of somebody who is signed in took before and meanwhile, in seconds."""
    strangers = [PageSocket(base_url) for _each in range(20)]
    for stranger in strangers:
        await stranger.__aenter__()
    drawn = asyncio.Event()

    async def count(page: PageSocket) -> None:
        while True:
            await page.told("script_finished")
            page.finished += 1
            drawn.set()

    async with PageSocket(base_url, cookies=cookies) as ada:
        await ada.draw()
        before = statistics.median([await time_of(ada) for _time in range(10)])
        flooding = asyncio.create_task(flood(strangers, 10_000))
        counting = [asyncio.create_task(count(stranger)) for stranger in strangers]
        during: list[float] = []
        begun = time.monotonic()
        while time.monotonic() < begun + seconds or not drawn.is_set():
            assert time.monotonic() < begun + seconds + DEADLINE
            during.append(await time_of(ada))
        took = time.monotonic() - begun
        for task in (flooding, *counting):
            task.cancel()
        await asyncio.wait(counting)
    for stranger in strangers:
        stranger.socket.transport.abort()
    limits = SocketLimits().all_strangers
    most = limits.burst + limits.rate * (took + 2)
    assert sum(stranger.finished for stranger in strangers) <= most
    return len(during), before, statistics.median(during)


async def time_of(page: PageSocket) -> float:
    begun = time.perf_counter()
    await page.draw()
    return time.perf_counter() - begun


def test_twenty_strangers_get_no_more_pages_together_than_one_may(
    console: ConsoleServer, cookies: dict[str, str]
) -> None:
    """Counted, because seconds are those of this machine: how often the sign-in page is drawn for all of them."""
    hers, _before, _during = asyncio.run(flooded(console.base_url, cookies, 4))
    assert hers > 0, "who is signed in works meanwhile"


@pytest.mark.soak
def test_twenty_strangers_do_not_slow_down_who_is_signed_in(
    console: ConsoleServer, cookies: dict[str, str]
) -> None:
    _hers, before, during = asyncio.run(flooded(console.base_url, cookies, 6))
    assert during <= 2 * max(before, 0.05)


def test_nobody_on_the_network_is_asked_but_the_platform_and_the_identity_provider(
    console: ConsoleServer, cookies: dict[str, str], watched: Path
) -> None:
    async def knock() -> None:
        async with PageSocket(console.base_url, cookies=cookies) as page:
            for name in ("", "new", "insights", "connection"):
                await page.draw(name)
        for origin in ("http://evil.example", "https://evil.example:8501", "http://10.1.2.3"):
            await refused(console, origin=origin)

    asyncio.run(knock())
    asked = {
        line.strip("'\"b") for line in (watched / "asked").read_text(encoding="utf-8").split("\n") if line
    }
    assert asked, "the watch is not set"
    elsewhere = {place for place in asked if not _is_here(place)}
    assert elsewhere == set()


def _is_here(place: str) -> bool:
    """Whether it is this machine: both the platform and the identity provider are on it here."""
    if place in ("localhost", "None", "") or place.startswith("/"):
        return True
    try:
        return ip_address(place).is_loopback or ip_address(place).is_unspecified
    except ValueError:
        return False


def started(
    *, address: str = "127.0.0.1", before: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """A start that is not expected to last, with a shell's command before it."""
    run = f"{sys.executable} -m streamlit run asgi.py --server.address {address} --server.port {free_port()}"
    return subprocess.run(
        ["sh", "-c", f"{before}exec {run}"],
        cwd=HOME,
        env={"PATH": "/usr/bin:/bin", "HOME": "/tmp", **settings},  # noqa: S108
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


LIVE = {"TALKTURO_BASE_URL": "https://talkturo.test", "TALKTURO_TOKEN": "tk_live_x", "TALKTURO_TEAM_ID": "t"}


def test_a_live_key_without_sign_in_is_not_served_to_others_and_one_sentence_says_so(tmp_path: Path) -> None:
    database = {"CONSOLE_DATABASE_URL": f"sqlite:///{tmp_path / 'console.db'}"}
    ended = started(address="0.0.0.0", **LIVE, **database)  # noqa: S104
    assert ended.returncode == 3
    assert "Not started: a live key without sign-in is served on this machine only" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.soak  # the start above is refused the same way, and test_open_files.py proves for what
def test_with_hardly_any_file_handles_it_says_so_in_place_of_a_dead_page(tmp_path: Path) -> None:
    ended = started(before="ulimit -n 64; ", CONSOLE_DATABASE_URL=f"sqlite:///{tmp_path / 'console.db'}")
    assert ended.returncode == 3
    assert "Not started: this process may open 64 files at a time" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
