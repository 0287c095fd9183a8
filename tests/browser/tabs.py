"""Tabs of one Chromium, each used by one test after the other: a browser reads and compiles what a page loads only once,
which takes longer than all the rest of opening it. Nothing else of a test is left to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.conversation import Conversation

ZONES = {"de": "Europe/Berlin", "en": "America/New_York"}
LOCALES = {"de": "de-DE", "en": "en-US"}
FORGET = "() => { if (location.protocol !== 'about:') { localStorage.clear(); sessionStorage.clear(); } }"


STILL = """(() => {
    const still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after {animation-duration: 1ms !important; animation-iteration-count: 1 !important}');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
})()"""
"""What pulses until something has arrived is drawn anew sixty times a second, by a processor that has no help for it."""


class Tab:
    """The page and what its console complained about."""

    def __init__(self, context: BrowserContext, language: str) -> None:
        self.language = language
        self.page: Page = context.new_page()
        self.page.add_init_script(STILL)
        Conversation(self.page)
        self.complaints: list[str] = []
        self._base_url = ""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(60_000)

    def begin(self, base_url: str, *, width: int, height: int, dark: bool) -> None:
        """For a console, as a window of this size on a machine that prefers light or dark."""
        self._base_url = base_url
        self.complaints.clear()
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.mouse.move(width - 1, height - 1)  # where it rests on nothing
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def forget(self) -> None:
        """Cookies, and what the pages have stored in the browser."""
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.evaluate(FORGET)
        self.page.context.clear_cookies()
        self.page.goto("about:blank")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location['url']}")

    def seen(self) -> str:
        """Address and visible text: what a person would report of a page that is not as it should be."""
        if self.page.is_closed():
            return "a closed tab"
        return f"{self.page.url}\n{self.page.locator('body').inner_text()}"

    def open(self, path: str = "/") -> Page:
        self.page.goto(self._base_url + path)
        self.page.get_by_test_id("stApp").wait_for()
        return self.page


class Opened:
    """The tabs of one test: `opened("de")` → a tab in German. Those of a test that `failed` nobody uses again."""

    def __init__(self, tabs: Tabs, base_url: str) -> None:
        self._tabs = tabs
        self._base_url = base_url
        self.all: list[Tab] = []
        self.failed = False

    def __call__(
        self, language: str = "en", *, width: int = 1280, height: int = 900, dark: bool = False
    ) -> Tab:
        tab = self._tabs.take(language)
        tab.begin(self._base_url, width=width, height=height, dark=dark)
        self.all.append(tab)
        return tab


class Tabs:
    """Gives out tabs that nobody uses, and takes them back."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._idle: list[Tab] = []

    @contextmanager
    def on(self, base_url: str) -> Iterator[Opened]:
        """Tabs on the console at this address. At the end no tab may have had a console error."""
        opened = Opened(self, base_url)
        yield opened
        complaints = [complaint for tab in opened.all for complaint in tab.complaints]
        for tab in opened.all:
            if complaints or opened.failed or tab.page.is_closed():
                tab.page.context.close()
            else:
                tab.forget()
                self._idle.append(tab)
        assert complaints == []

    def take(self, language: str) -> Tab:
        for tab in self._idle:
            if tab.language == language:
                self._idle.remove(tab)
                return tab
        context = self.browser.new_context(locale=LOCALES[language], timezone_id=ZONES[language])
        return Tab(context, language)
