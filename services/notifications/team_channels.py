"""Channels of the team (Slack, Teams and whatever else Apprise knows), each an address in the settings that only an admin writes.

Nothing but that address is asked: no redirect is followed, nothing is kept on the disk, and what Apprise logs, which may
hold the address with its secrets, goes nowhere.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import warnings
from collections.abc import Mapping
from typing import Any

import apprise
from apprise.utils.parse import parse_urls

from services.notifications.channel import NotSent, Problem
from services.notifications.message import Message
from services.notifications.recipients import Recipient
from services.start_refused import StartRefused

TEAM_PREFIX = "team:"
_LOG = logging.getLogger("apprise")
_LOG.propagate = False
_LOG.setLevel(logging.DEBUG)
_LOG.addHandler(logging.NullHandler())  # else what nobody hears is printed
logging.getLogger("urllib3").setLevel(
    logging.WARNING
)  # it would log each path it posts to, which holds the secret of a hook
# What Apprise's log says of an attempt that ended before anything was handed over, and of one that was answered.
_NEVER_ARRIVED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ConnectionRefused|Connection refused|SSLError|CERTIFICATE_VERIFY_FAILED",
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~])")
_ANSWERED = re.compile(r"error[= ]\d{3}|error code \d{3}|\(?error ?= ?\d{3}", re.IGNORECASE)


class _Heard(logging.Handler):
    """Log of one attempt, which is another thread's as little as it is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.lines.append(record.getMessage())


class TeamChannel:
    """One address. Apprise only says whether it worked; its log says whether the message may have arrived."""

    tells_apart = False
    marked_up = True

    def __init__(self, url: str, place: int = 1) -> None:
        asset = apprise.AppriseAsset(
            app_id="Campaign console",
            app_desc="Campaign console",
            app_url="",
            async_mode=False,
            http_redirects=False,
            storage_mode="memory",
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of what the modules of its services import
            made = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if made is None or not isinstance(made, apprise.NotifyBase):
            raise StartRefused(
                f"Not started: address {place} of CONSOLE_NOTIFY_URLS is none that is known here. They are written as Apprise has "
                "them, such as slack://… or workflows://…, with a space between two. Mend it, then start again."
            )
        self._service: Any = made

    @property
    def name(self) -> str:
        """Of the service, as people know it; nothing of the address."""
        return str(self._service.service_name or "")

    def _body(self, message: Message) -> dict[str, Any]:
        if self._service.resolve_format(apprise.NotifyFormat.TEXT) == apprise.NotifyFormat.MARKDOWN:
            return {"body": markdown(message), "body_format": apprise.NotifyFormat.MARKDOWN}
        return {"body": message.text, "body_format": apprise.NotifyFormat.TEXT}

    def send(self, message: Message, message_id: str, recipient: Recipient) -> None:
        heard = _Heard()
        _LOG.addHandler(heard)
        try:
            taken = self._service.notify(title=message.subject, **self._body(message))
        finally:
            _LOG.removeHandler(heard)
        if not taken:
            raise _why("\n".join(heard.lines))


def markdown(message: Message) -> str:
    """For services that read Markdown alone, as Teams: a bare address would be escaped, and lead nowhere."""
    parts = []
    for part in message.parts:
        lines = [f"**{_escaped(part.headline)}**", *map(_escaped, (*part.text.splitlines(), part.note))]
        link = f"[{_escaped(part.link_words)}]({part.link})" if part.link else ""
        parts.append("  \n".join(line for line in (*lines, link) if line))
    foot = f"[{_escaped(message.foot_link_words)}]({message.foot_link})" if message.foot_link else ""
    return "\n\n".join((*parts, "  \n".join(line for line in (_escaped(message.foot), foot) if line)))


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _why(said: str) -> NotSent:
    if _NEVER_ARRIVED.search(said):
        return NotSent(Problem.UNREACHABLE, for_all=True)
    if _ANSWERED.search(said):
        return NotSent(Problem.REFUSED)
    return NotSent(Problem.IN_DOUBT)


def team_channels(setting: str) -> Mapping[str, TeamChannel]:
    """By their id: a digest, which tells nothing of the address.

    Raises:
        StartRefused: one of them is no address that Apprise knows.
    """
    urls = list(dict.fromkeys(parse_urls(setting))) if setting.strip() else []
    if setting.strip() and not urls:
        urls = [setting.strip()]
    return {_id_of(url): TeamChannel(url, place) for place, url in enumerate(urls, 1)}


def _id_of(url: str) -> str:
    return TEAM_PREFIX + hashlib.sha256(url.encode()).hexdigest()[:24]
