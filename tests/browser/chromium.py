"""Which Chromium the browser tests and benchmarks drive, and how it is started."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

# The headless shell draws the same pages for half the processor time: it has no windows, no extensions, no GPU process.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch_chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium where there is one, Playwright's own elsewhere. None at all is a failure, never a skip."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=FLAGS)
