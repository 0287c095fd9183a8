"""First visit in a real browser that has been nowhere: how many bytes travel before a page is drawn."""

from __future__ import annotations

import pytest

from tests.bench.first_visit import MOST, loaded
from tests.browser.console_server import ConsoleServer
from tests.browser.tabs import Tabs


@pytest.mark.parametrize("page", MOST)
def test_it_costs_no_more_than_it_may(tabs: Tabs, server: ConsoleServer, page: str) -> None:
    travelled = loaded(tabs.browser, server.base_url, page)
    print(f"{page}: {travelled / 1e6:.2f} MB")
    assert travelled <= MOST[page]
