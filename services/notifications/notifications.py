"""Notifications of one console in one process: the bell of whoever is in front of a page, and what goes out to everybody else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.access.access import Access, AllowList, Rules
from services.database.circuit_breaker import DatabaseAway
from services.notifications.channel import Channel, NamedChannel
from services.notifications.choices import Choices
from services.notifications.hand_on import GATHERED, HandOn
from services.notifications.inbox import ATTENTION_SECONDS, Event, Inbox
from services.notifications.mail import EMAIL, EmailChannel, MailServer, sender_of
from services.notifications.outbox import HELD_FOR, LastMessage, MessageOutbox
from services.notifications.postman import Postman
from services.notifications.recipients import TEAM, Recipient, Recipients, recipient_key
from services.notifications.summary import DayReport, Reports
from services.person import Person
from services.process.ttl_cache import TtlCache
from services.settings import Settings

BEAT_SECONDS = 1.0
BEATS_BETWEEN_SUMMARIES = 30
BEATS_BETWEEN_TIDYING = 3600

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChannelsSetUp:
    """What the settings name. `address` is where people open the console."""

    mail: EmailChannel | None = None
    team: Mapping[str, NamedChannel] = field(default_factory=dict)
    address: str = ""

    @classmethod
    def of(cls, settings: Settings, sent_back_to: str = "") -> ChannelsSetUp:
        """`sent_back_to`: where the identity provider sends people, who use the console under that name.

        Raises:
            StartRefused: a setting cannot be used.
        """
        mail = None
        if url := settings.console_smtp_url.get_secret_value():
            server = MailServer.parse(url)
            mail = EmailChannel(
                server,
                sender_of(settings.console_mail_from, server),
                local_address=settings.console_mail_to.strip(),
                allow_unencrypted=settings.console_allow_unencrypted,
            )
        address = settings.console_public_url.strip() or _origin(sent_back_to)
        return cls(mail, _team(settings.console_notify_urls.get_secret_value()), address)

    @property
    def all(self) -> dict[str, Channel]:
        return {**({EMAIL: self.mail} if self.mail else {}), **self.team}


class Notifications:
    """`reports` is set by who knows of calls (`services.runtime`). Times are this machine's."""

    def __init__(
        self,
        engine: Engine,
        access: Access,
        account: Callable[[], str],
        channels: ChannelsSetUp,
        *,
        rules: Callable[[], Rules],
        demo: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        gathered: timedelta = GATHERED,
        held_for: timedelta = HELD_FOR,
    ) -> None:
        self.channels = channels
        self.reports: Reports = lambda _since, _until: DayReport(None)
        self._access = access
        self._account = account
        self._rules = rules
        self._recipients = Recipients(engine, now)
        self._inbox = Inbox(engine, self._recipients, account)
        self._outbox = MessageOutbox(engine, account, now, held_for=held_for)
        self._hand_on = HandOn(
            engine, self._recipients, self._outbox, account, self._channels_of, now, gathered=gathered
        )
        self._postman = Postman(
            self._outbox,
            self._recipients,
            channels.all,
            may_be_told=lambda recipient, channel: channel in self._channels_of(recipient),
            address=lambda: self.channels.address,
            reports=lambda: self.reports,
            demo=demo,
            now=now,
        )
        self._counted = TtlCache[int](ATTENTION_SECONDS, most=1000)
        self._stopping = threading.Event()
        self._beating: threading.Thread | None = None

    @property
    def account(self) -> str:
        """Whose events these are."""
        return self._account()

    # the bell

    def seen(self, person: Person, language: str, zone: str) -> None:
        """She is in front of a page: from now on she can be told."""
        self._recipients.seen(person, language, zone)

    def unread(self, person: Person) -> int:
        """How many she has not read; asked for each page drawn.

        Raises:
            DatabaseAway: it is not known now. So do all below.
        """
        key = recipient_key(person)
        return self._counted.get(key, lambda: self._inbox.unread(key))

    def events(
        self, person: Person, *, only_unread: bool = False, limit: int = 50, offset: int = 0
    ) -> list[Event]:
        return self._inbox.events(recipient_key(person), only_unread=only_unread, limit=limit, offset=offset)

    def total(self, person: Person) -> int:
        return self._inbox.total(recipient_key(person))

    def mark_read(self, person: Person, event_id: int) -> None:
        self._access.require()
        self._inbox.mark_read(recipient_key(person), event_id)
        self._counted.forget(recipient_key(person))

    def mark_all_read(self, person: Person, up_to: int) -> None:
        self._access.require()
        self._inbox.mark_all_read(recipient_key(person), up_to)
        self._counted.forget(recipient_key(person))

    # what people choose

    def recipient(self, person: Person) -> Recipient:
        return self._recipients.get(recipient_key(person))

    @property
    def team(self) -> Recipient:
        return self._recipients.get(TEAM)

    def choose(self, person: Person, choices: Choices) -> None:
        """Keep what a person wants for herself.

        Raises:
            NotAllowed: she may not use the console any more.
            DatabaseAway: nothing was saved.
        """
        self._access.require()
        self._recipients.choose(recipient_key(person), choices)
        self._counted.forget(recipient_key(person))

    def choose_for_team(self, choices: Choices, language: str) -> None:
        """Raises like `choose`, and NotAllowed for whoever may not decide for everybody."""
        self._access.require_keeper()
        self._recipients.choose(TEAM, choices, language=language)

    # what goes out

    def mail_address(self, person: Person) -> str:
        """Where e-mail to her goes; empty where none can."""
        mail = self.channels.mail
        return mail.address_of(self.recipient(person)) if mail else ""

    def send_test_mail(self, person: Person) -> None:
        """To herself.

        Raises:
            NotSent: why it did not go out.
            NotAllowed: she may not use the console any more.
        """
        self._access.require()
        self._postman.send_test(self.recipient(person), EMAIL)

    def send_team_test(self, channel: str) -> None:
        """Raises like `send_test_mail`, and NotAllowed for whoever may not decide for everybody."""
        self._access.require_keeper()
        self._postman.send_test(self.team, channel)

    def last_sent(self, person: Person) -> LastMessage | None:
        """What became of the latest e-mail to her."""
        return self._outbox.last(recipient_key(person), [EMAIL])

    def last_sent_to_team(self, channel: str) -> LastMessage | None:
        return self._outbox.last(TEAM, [channel])

    def _channels_of(self, recipient: Recipient) -> list[str]:
        """None for whoever was taken off the list of who may."""
        if recipient.is_team:
            return list(self.channels.team)
        mail = self.channels.mail
        if mail is None or not mail.address_of(recipient):
            return []
        allowed: AllowList = self._rules().allowed
        if recipient.person.signed_in and not allowed.admits(recipient.person.email):
            return []
        return [EMAIL]

    # life

    def deliver(self) -> int:
        """Hand on what is new, and send what is due; how many messages went out."""
        self._hand_on.events()
        return self._postman.send_due(self._stopping.is_set)

    def begin_summaries(self) -> int:
        return self._hand_on.summaries()

    def start(self) -> None:
        self._stopping.clear()
        self._beating = threading.Thread(target=self._beat_on, name="notifications", daemon=True)
        self._beating.start()

    def stop(self) -> None:
        """What is not sent goes out at the next start, or from another process."""
        self._stopping.set()
        if self._beating is not None:
            self._beating.join(timeout=30)
            self._beating = None

    def _beat_on(self) -> None:
        beats = 0
        while not self._stopping.wait(BEAT_SECONDS):
            try:
                if beats % BEATS_BETWEEN_SUMMARIES == 0:
                    self.begin_summaries()
                self.deliver()
                if beats % BEATS_BETWEEN_TIDYING == 0:
                    self._outbox.tidy()
            except DatabaseAway:
                pass  # the next beat tries again, and that it is away was said once
            except SQLAlchemyError as error:
                log.warning("notifications: a beat failed (%s)", type(error).__name__)
            except Exception as error:  # noqa: BLE001  whatever one message met, the others go out
                log.error("notifications: a beat failed (%s)", type(error).__name__)
            beats += 1


def _team(setting: str) -> Mapping[str, NamedChannel]:
    if not setting.strip():
        return {}
    from services.notifications.team_channels import team_channels  # 40 MB that most consoles do without

    return team_channels(setting)


def _origin(address: str) -> str:
    """`https://console.example.com/oauth2callback` → `https://console.example.com`."""
    scheme, _sep, rest = address.partition("://")
    host = rest.partition("/")[0]
    return f"{scheme}://{host}" if host else ""
