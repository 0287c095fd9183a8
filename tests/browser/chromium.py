"""Chromium that the browser tests and benchmarks drive: which one, and how it is started."""

from __future__ import annotations

import shutil
import sys

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


def installed() -> str | None:
    """The Chromium of this machine; None where Playwright's own has to serve."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch_chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium where there is one, Playwright's own elsewhere. None at all is a failure, never a skip."""
    return playwright.chromium.launch(executable_path=installed(), args=FLAGS)


if __name__ == "__main__":
    sys.exit(installed() is None)
