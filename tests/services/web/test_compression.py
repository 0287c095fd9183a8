"""Compression: the files of a first visit travel compressed, and nothing of a person's does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.browser.console_process import forked_process
from tests.browser.console_server import ConsoleServer
from tests.sandbox_process import UNENCRYPTED

LINKED = re.compile(r"static/(?:js|css|media)/[\w.-]+")


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    made = ConsoleServer(tmp_path_factory.mktemp("compression"), None)
    made.process = forked_process
    with made as running:
        yield running


@pytest.fixture(scope="module")
def browser(console: ConsoleServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=console.base_url, verify=UNENCRYPTED) as one:
        yield one


def on_the_wire(browser: httpx.Client, path: str, encoding: str) -> tuple[int, bytes, str]:
    """Bytes that travelled, what they say, and in which encoding they came."""
    with browser.stream("GET", path, headers={"accept-encoding": encoding}) as answer:
        answer.raise_for_status()
        said = answer.read()
        return answer.num_bytes_downloaded, said, answer.headers.get("content-encoding", "")


def what_the_page_links(browser: httpx.Client, page: str) -> set[str]:
    answer = browser.get(page)
    return {f"/{path}" for path in LINKED.findall(answer.text + answer.headers.get("link", ""))}


@pytest.fixture(scope="module")
def as_they_are(browser: httpx.Client) -> dict[str, tuple[int, bytes]]:
    """What the page with the most charts links: bytes that travelled uncompressed, and what they say."""
    linked = what_the_page_links(browser, "/insights")
    return {path: on_the_wire(browser, path, "identity")[:2] for path in linked}


@pytest.mark.parametrize(("encoding", "most"), [("zstd, br, gzip", 0.27), ("br, gzip", 0.27), ("gzip", 0.31)])
def test_scripts_come_compressed_and_say_the_same(
    browser: httpx.Client, as_they_are: dict[str, tuple[int, bytes]], encoding: str, most: float
) -> None:
    assert any("PlotlyChart" in path for path in as_they_are)
    plain = travelled = 0
    for path, (whole, said) in as_they_are.items():
        short, same, named = on_the_wire(browser, path, encoding)
        assert same == said
        as_it_is = path.endswith(".woff2") or whole < 500
        assert named == ("" if as_it_is else encoding.split(",")[0])
        if not as_it_is:
            plain, travelled = plain + whole, travelled + short
    assert travelled < most * plain


def test_a_browser_that_takes_nothing_gets_the_files_as_they_are(browser: httpx.Client) -> None:
    for path in ("/", *what_the_page_links(browser, "/")):
        assert on_the_wire(browser, path, "identity")[2] == ""


def test_what_is_not_the_same_for_everybody_is_not_compressed(browser: httpx.Client) -> None:
    for path in ("/api/health", "/_stcore/host-config"):
        assert on_the_wire(browser, path, "zstd, br, gzip")[2] == ""
