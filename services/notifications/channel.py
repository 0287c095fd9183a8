"""Channel interface: hands one message over, or says why not and whether it may have arrived all the same."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from services.notifications.message import Message
from services.notifications.recipients import Recipient


class Problem(StrEnum):
    """Why a message did not go out. Codes: whatever a server says may hold addresses and secrets."""

    UNREACHABLE = "unreachable"  # the server does not answer
    NOT_SECURE = "not_secure"  # no encrypted connection that can be trusted
    SIGN_IN = "sign_in"  # the server does not accept name and password of the settings
    SENDER = "sender"  # it does not let this sender send
    ADDRESS = "address"  # it does not take this recipient
    REFUSED = "refused"  # it refused the message
    BUSY = "busy"  # not now, it says
    IN_DOUBT = "in_doubt"  # the connection broke after the message was handed over
    NOT_SET_UP = "not_set_up"  # the settings do not name it any more
    NOT_WRITTEN = "not_written"  # it was not put together, so nothing was handed over


class NotSent(Exception):  # noqa: N818  named for what it says
    """`final`: it will not go out however often it is tried. `for_all`: nothing else will go out on this channel now, either."""

    def __init__(self, problem: Problem, *, final: bool = False, for_all: bool = False) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.final = final
        self.for_all = for_all

    @property
    def in_doubt(self) -> bool:
        return self.problem is Problem.IN_DOUBT


class Channel(Protocol):
    """`tells_apart`: who gets a message twice sees that it is one, by the id that is in it. `marked_up`: names in it may be read as
    markup."""

    tells_apart: bool
    marked_up: bool

    def send(self, message: Message, message_id: str, recipient: Recipient) -> None:
        """Hand it over.

        Raises:
            NotSent: it was not taken, or nobody knows.
        """
        ...


class NamedChannel(Channel, Protocol):
    @property
    def name(self) -> str:
        """Of the service, as people know it."""
        ...
