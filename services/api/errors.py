# ruff: noqa: N818 (a class is named after what happened: `except Conflict` reads as it is meant)
"""Exceptions of the client, one class a cause of failure. No error carries the token or a page's HTML.

`message` is the platform's own sentence, or empty. `may_have_acted` is True where the platform may have done what it
was asked although no readable answer came: whoever asked has to look before asking again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

UNKNOWN_TIME = datetime.fromtimestamp(0, UTC)


class ApiError(Exception):
    """Base of all. `operation` is the operation's id in the contract, e.g. `runCampaign`.

    Every argument but the first has a default and lands in `__dict__`, so that jobs can store an error and read it back.
    """

    def __init__(
        self, operation: str, message: str = "", *, request_id: str = "", may_have_acted: bool = False
    ) -> None:
        super().__init__(operation, message)
        self.operation = operation
        self.message = message
        self.request_id = request_id
        self.may_have_acted = may_have_acted

    def __str__(self) -> str:
        # without the platform's sentence: it may name people, and this is what reaches a log
        return f"{self.operation}: {type(self).__name__}" + (
            f" [{self.request_id}]" if self.request_id else ""
        )


class StatusError(ApiError):
    """The platform refused with an HTTP status. `details` holds sentences by field, "" for the whole form."""

    def __init__(
        self,
        operation: str,
        message: str = "",
        *,
        status: int = 0,
        details: dict[str, list[str]] | None = None,
        **common: Any,
    ) -> None:
        super().__init__(operation, message, **common)
        self.status = status
        self.details = details or {}


class BadRequest(StatusError):
    """400, 422: a field is missing or wrong."""


class Unauthorized(StatusError):
    """401: the token is missing, wrong or revoked, or the operation is closed to API keys."""


class InsufficientCredits(StatusError):
    """402: less than one credit."""


class Forbidden(StatusError):
    """403: the token is fine, but not for this."""


class NotFound(StatusError):
    """404: no such campaign, contact, … or no such operation here."""


class NotAvailable(StatusError):
    """405, 501: this deployment does not have the operation."""


class Conflict(StatusError):
    """409: not possible in the present state."""


class PayloadTooLarge(StatusError):
    """413: less at once."""


class TooManyRequests(StatusError):
    """429. `retry_after` is the platform's wait in seconds, None where it does not say."""

    def __init__(
        self, operation: str, message: str = "", *, retry_after: float | None = None, **common: Any
    ) -> None:
        super().__init__(operation, message, **common)
        self.retry_after = retry_after


class ServerError(StatusError):
    """5xx: the platform or a proxy failed."""


class ConnectionFailed(ApiError):
    """No connection, or one that was lost before the answer was complete."""


class DeadlineExceeded(ApiError):
    """No complete answer within the deadline, however slowly it dripped in."""


class UnreadableAnswer(ApiError):
    """Not what the contract promises: HTML, half a JSON body, a redirect, other fields. `status` is the HTTP status."""

    def __init__(self, operation: str, message: str = "", *, status: int = 0, **common: Any) -> None:
        super().__init__(operation, message, **common)
        self.status = status


class AnswerTooLarge(ApiError):
    """More than is taken in: an answer of over 32 MB, or a list of over 200 pages. It was not read to its end."""


class Refused(ApiError):
    """`success: false` in an answer whose status says the opposite."""


class BudgetSpent(ApiError):
    """Not sent: the hour's requests are used up, for this caller. `resets_at` is when it goes on."""

    def __init__(
        self, operation: str, message: str = "", *, resets_at: datetime = UNKNOWN_TIME, **common: Any
    ) -> None:
        super().__init__(operation, message, **common)
        self.resets_at = resets_at


class VersionUnknown(ApiError):
    """Not sent: which generation of the platform answers is not certain, and on one of them it would ring phones."""


class NotInThisVersion(ApiError):
    """Not sent: this generation of the platform does not understand it. `message` is the field it would need."""


class NotTaken(ApiError):
    """Sent and answered as done, but a read shows other settings than were sent. `message` names them."""

    def __init__(self, operation: str, message: str = "", **common: Any) -> None:
        super().__init__(operation, message, **{**common, "may_have_acted": True})


class LaunchedMeanwhile(ApiError):
    """Not sent: the campaign was launched since it was created here, and whoever is put in now would be called at once."""


class LimitNotKept(ApiError):
    """Not sent: a launch for at most N people, which nobody would stop after N. `message` says in a word why."""


class ClosedNow(ApiError):
    """Not sent: the campaign's calling days allow no calls now. `message` is the next opening in ISO 8601, "" where none is in
    sight; the console lets it begin then, unless it holds it for another reason (`by_itself` False)."""

    def __init__(self, operation: str, message: str = "", *, by_itself: bool = True, **common: Any) -> None:
        super().__init__(operation, message, **common)
        self.by_itself = by_itself

    @property
    def opens_at(self) -> datetime | None:
        return datetime.fromisoformat(self.message) if self.message else None


class DaysNotKept(ApiError):
    """Not sent: the campaign keeps calling days, and this key may not pause it when a closed one begins."""


class HoursNotAllowed(ApiError):
    """Not started: it would call people when that is not allowed where they are, and nobody has answered for it. `message` is
    how many."""


class PeopleInTwoCampaigns(ApiError):
    """Not started: people in it are being called by another running campaign, and nobody has said that both may. `message` is
    how many."""


class CalledLatelyByAnother(ApiError):
    """Not started: another campaign has called people of it within the days that lie between two campaigns' calls, and nobody
    has said that they may be called all the same. `message` is how many."""


class AnotherActive(ApiError):
    """Not started: an assistant calls for one campaign at a time, and another one is active. `message` is its name."""


class PeopleNobodyChose(ApiError):
    """Not sent: the campaign holds people whom nobody chose. `count` is how many, None where that is not known; `names` are
    those of some of them, where they are told. `imported`: it was found while people were put in by an import."""

    def __init__(
        self,
        operation: str,
        message: str = "",
        *,
        count: int | None = None,
        names: tuple[str, ...] = (),
        imported: bool = False,
        **common: Any,
    ) -> None:
        super().__init__(operation, message, **common)
        self.count, self.names, self.imported = count, names, imported


class PeopleOnOwnList(ApiError):
    """Not sent: people in the campaign are on the team's own do-not-call list, and could neither be taken out nor be marked on
    the platform. `names` are those of some of the `count`; they are kept nowhere."""

    def __init__(
        self,
        operation: str,
        message: str = "",
        *,
        names: tuple[str, ...] = (),
        count: int | None = None,
        **common: Any,
    ) -> None:
        super().__init__(operation, message or str(count or ""), **common)
        self.names = names

    @property
    def count(self) -> int | None:
        return int(self.message) if self.message.isdecimal() else None


class OwnListNotChecked(ApiError):
    """Not sent: nobody could look whether somebody in the campaign is on the team's own do-not-call list. `message` says in a
    word why."""


class WhoIsInNotCertain(ApiError):
    """Not sent: a group was being put into the campaign, and it is not certain yet what came of it."""


class PeopleStillGoingIn(ApiError):
    """Not sent: an import still puts people into the campaign whom nobody who starts it has seen. `message` names the files."""


class CampaignsWouldCall(ApiError):
    """Not sent: campaigns may call whoever joins the group, and nobody agreed to that. `campaigns` are their names by id."""

    def __init__(
        self, operation: str, message: str = "", *, campaigns: dict[str, str] | None = None, **common: Any
    ) -> None:
        super().__init__(operation, message, **common)
        self.campaigns = campaigns or {}


class DryRunNotConfirmed(ApiError):
    """The answer to a dry run does not say that it was one: the campaign may have been started."""

    def __init__(self, operation: str, message: str = "", **common: Any) -> None:
        super().__init__(operation, message, **{**common, "may_have_acted": True})


BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequest,
    422: BadRequest,
    401: Unauthorized,
    402: InsufficientCredits,
    403: Forbidden,
    404: NotFound,
    410: NotFound,
    405: NotAvailable,
    501: NotAvailable,
    409: Conflict,
    413: PayloadTooLarge,
    429: TooManyRequests,
}
