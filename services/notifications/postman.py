"""Delivery of messages (polling publisher over the outbox): hands events on, begins summaries, and sends what is due.

Every process may do it; a message is claimed by one. Where a channel does not answer, all that waits for it rests a while.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from services.notifications.channel import Channel, NotSent, Problem
from services.notifications.inert import for_a_channel, on_one_line
from services.notifications.message import Message, Writer
from services.notifications.outbox import Claimed, MessageKind, MessageOutbox, MessageState
from services.notifications.recipients import Recipient, Recipients
from services.notifications.summary import A_DAY, Reports, write_summary

RESTS_SECONDS = 30.0

log = logging.getLogger(__name__)


class Postman:
    """`channels` by id. `may_be_told` says whether somebody may still be told; `address` where the console is opened."""

    def __init__(
        self,
        outbox: MessageOutbox,
        recipients: Recipients,
        channels: Mapping[str, Channel],
        *,
        may_be_told: Callable[[Recipient, str], bool],
        address: Callable[[], str],
        reports: Callable[[], Reports],
        demo: bool = False,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rests_seconds: float = RESTS_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._recipients = recipients
        self._channels = channels
        self._may_be_told = may_be_told
        self._address = address
        self._reports = reports
        self._demo = demo
        self._clock = clock
        self._now = now
        self._rests_seconds = rests_seconds
        self._rests: dict[str, float] = {}
        self._not_begun: dict[str, int] = {}  # attempts of messages that were claimed and never handed over

    def send_due(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send what is due; how many messages went out.

        Raises:
            DatabaseAway: the rest goes out when it is back.
        """
        sent = 0
        for message_id, channel in self._outbox.due(self._resting()):
            if stopping():
                break
            if channel in self._resting():
                continue
            claimed = self._outbox.claim(message_id)
            if claimed is not None:
                sent += self._send(claimed)
        return sent

    def _resting(self) -> list[str]:
        """Channels that did not answer a moment ago."""
        return [channel for channel, until in self._rests.items() if until > self._clock()]

    def send_test(self, recipient: Recipient, channel_id: str) -> None:
        """At once, past the outbox: whoever asked waits for what comes of it.

        Raises:
            NotSent: why it did not go out.
        """
        channel = self._channels[channel_id]
        message_id = f"test-{recipient.key}-{int(self._now().timestamp())}"
        channel.send(self._writer(channel).of_test(recipient), message_id, recipient)

    def _send(self, message: Claimed) -> bool:
        channel = self._channels.get(message.channel)
        if channel is None:
            self._outbox.again(message, Problem.NOT_SET_UP)
            return False
        begun = self._not_begun.pop(message.id, None) != message.attempts  # or another process had it since
        if message.in_doubt and begun and not channel.tells_apart:
            self._outbox.ended(message, MessageState.UNCERTAIN, Problem.IN_DOUBT)
            return False
        try:
            recipient = self._recipients.get(message.recipient)
            may = self._may_be_told(recipient, message.channel)
            written = self._write(message, recipient, channel) if may else None
        except Exception:
            self._not_begun[message.id] = message.attempts + 1
            self._outbox.again(message, Problem.NOT_WRITTEN)
            raise
        if written is None:
            self._outbox.ended(message, MessageState.DROPPED)
            return False
        try:
            channel.send(written, message.id, recipient)
        except NotSent as why:
            self._not_sent(message, channel, why)
            return False
        except Exception:  # nobody can know how far it came
            self._not_sent(message, channel, NotSent(Problem.IN_DOUBT))
            raise
        self._outbox.ended(message, MessageState.SENT)
        return True

    def _write(self, message: Claimed, recipient: Recipient, channel: Channel) -> Message | None:
        """None where there is nothing to say."""
        writer = self._writer(channel)
        if message.kind is MessageKind.SUMMARY:
            report = self._reports()(message.made_at - A_DAY, message.made_at)
            return None if report.empty else write_summary(writer, report, recipient)
        events = self._outbox.events(message)
        return writer.of_events(events, recipient) if events else None

    def _writer(self, channel: Channel) -> Writer:
        return Writer(self._address(), for_a_channel if channel.marked_up else on_one_line, self._demo)

    def _not_sent(self, message: Claimed, channel: Channel, why: NotSent) -> None:
        if not message.attempts or why.final:  # said once, not with each attempt
            log.warning("a notification did not go out: %s", why.problem.value)
        if why.for_all:
            self._rests[message.channel] = self._clock() + self._rests_seconds
        if why.final:
            self._outbox.ended(message, MessageState.FAILED, why.problem)
        elif why.in_doubt and not channel.tells_apart:
            self._outbox.ended(message, MessageState.UNCERTAIN, why.problem)
        else:
            self._outbox.again(message, why.problem)
