"""Message to a recipient: put together when it goes out, in her language, with her times, and with links to the console.

One text for all channels; e-mail gets the same in HTML, in which everything is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.dates import format_datetime
from jinja2 import Environment

from services.languages import Language
from services.notifications import sentences
from services.notifications.inbox import Event
from services.notifications.inert import on_one_line
from services.notifications.recipients import Recipient
from services.texts import ENGLISH, _, in_language, language, named, ngettext

MOST_PARTS = 50
LONGEST_SUBJECT = 160
_HTML = Environment(autoescape=True, trim_blocks=True).from_string(
    Path(__file__).with_name("message.html").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Part:
    headline: str
    text: str = ""
    note: str = ""
    link: str = ""
    link_words: str = ""

    def lines(self) -> list[str]:
        return [line for line in (self.headline, self.text, self.note, self.link) if line]


@dataclass(frozen=True)
class Message:
    language: str
    subject: str
    parts: Sequence[Part]
    foot: str
    foot_link: str = ""
    foot_link_words: str = ""

    @property
    def text(self) -> str:
        foot = [line for line in (self.foot, self.foot_link) if line]
        return (
            "\n\n".join("\n".join(lines) for lines in (*(part.lines() for part in self.parts), foot)) + "\n"
        )

    @property
    def html(self) -> str:
        return _HTML.render(message=self)


@dataclass(frozen=True)
class Writer:
    """Writes messages. `address` is where the console is opened, empty where that is not known: then no link is given.
    `shown` is what the channel takes of a name; `demo` is said with every message of one."""

    address: str
    shown: Callable[[str], str] = on_one_line
    demo: bool = False

    def of_events(self, events: Sequence[Event], recipient: Recipient) -> Message:
        return in_language(language_of(recipient), lambda: self._of_events(events, recipient))

    def of_test(self, recipient: Recipient) -> Message:
        """Asked for by a person who wants to see whether messages arrive."""
        return in_language(language_of(recipient), self._of_test)

    def message(self, subject: str, parts: Sequence[Part]) -> Message:
        """In the language of the context."""
        words = _("Choose what you are told") if self.address else ""
        foot = _("Sent by the campaign console.")
        if self.demo:
            subject = _("Demo: {subject}").format(subject=subject)
            foot = _("Sent by a demo of the campaign console: nobody was really called.")
        link = self.link("/notifications")
        return Message(language().code, on_one_line(subject, LONGEST_SUBJECT), parts, foot, link, words)

    def link(self, path: str) -> str:
        return f"{self.address.rstrip('/')}{path}" if self.address else ""

    def _of_events(self, events: Sequence[Event], recipient: Recipient) -> Message:
        subject = sentences.headline(events[0], self.shown)
        if more := len(events) - 1:
            subject = ngettext("{what}, and {count} more", "{what}, and {count} more", more).format(
                what=subject, count=more
            )
        parts = [self._part(event, recipient) for event in events[:MOST_PARTS]]
        left = len(events) - len(parts)
        if left:
            said = ngettext("And {count} more in the console", "And {count} more in the console", left)
            parts.append(Part(said.format(count=left)))
        return self.message(subject, parts)

    def _part(self, event: Event, recipient: Recipient) -> Part:
        at = format_datetime(
            event.at.astimezone(recipient.zone), f"EEE, {language().moment} zzz", locale=language().locale
        )
        path = sentences.path(event)
        words = _("Open the campaign") if path.startswith("/campaign") else _("Open the console")
        explained = sentences.explanation(event).replace("*", "")  # marks names of controls on a page
        return Part(sentences.headline(event, self.shown), explained, at, self.link(path), words)

    def _of_test(self) -> Message:
        text = _("You asked for it on the page Notifications. Messages about campaigns arrive the same way.")
        return self.message(_("A test message"), [Part(_("This is a test message"), text)])


def language_of(recipient: Recipient) -> Language:
    return named(recipient.language) or ENGLISH
