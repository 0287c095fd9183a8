"""Access control: whom the identity provider signed in, how long ago, and who of them is on the list of who may.

A signed-in browser keeps its cookie for 30 days, and nothing asks the provider again meanwhile. So each run of a page
and each thing that is done asks here: whoever was taken off the list is out with the next click.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from services.access.standing import Standing
from services.audit.security_log import Event, EventOutcome, SecurityEvent
from services.person import Person
from services.settings import Settings

EVERYBODY = "*"
CLOCKS_DIFFER = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Denial(StrEnum):
    """Reason why somebody may not go on."""

    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"  # signed in too long ago
    UNVERIFIED = "unverified"  # the provider does not vouch for the address
    NOT_LISTED = "not_listed"
    NO_LIST = "no_list"  # nobody has said yet who may
    UNVOUCHED = "unvouched"  # the provider does not say whether the address is verified
    ENDED = "ended"  # signed out, here or elsewhere, or ended by an admin
    UNCHECKED = "unchecked"  # it cannot be found out now whether the sign-in holds
    NOT_ADMIN = "not_admin"  # may use the console, but not for this


class NotAllowed(Exception):  # noqa: N818  named for what it says to the caller
    """Nothing was done. `denial` is why."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(denial.value)
        self.denial = denial


@dataclass(frozen=True)
class Visitor:
    """Person in front of a page. `checked` is False where no identity provider is configured, and for commands."""

    name: str
    email: str = ""
    verified: bool | None = True  # None: the provider does not say
    since: datetime | None = None
    checked: bool = True
    issuer: str = ""
    subject: str = ""
    sign_in: str = ""
    address: str = ""  # where the request came from

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any], address: str = "") -> Self:
        """As an ID token describes somebody; `address` is where the request came from."""
        email, verified = _text(claims.get("email")), claims.get("email_verified")
        return cls(
            name=_text(claims.get("name")) or email,
            email=email,
            verified=None if verified is None else str(verified).lower() == "true",
            since=_moment(claims.get("iat")),
            issuer=_text(claims.get("iss")),
            subject=_text(claims.get("sub")),
            sign_in=_sign_in_id(claims),
            address=address,
        )

    @property
    def person(self) -> Person:
        return Person(self.name, self.email, self.issuer, self.subject)

    def event(self, event: Event, outcome: EventOutcome, detail: str = "") -> SecurityEvent:
        """An event of this visitor for the security log."""
        return SecurityEvent(event, outcome, self.person, self.address, self.sign_in, detail)


ANYBODY = Visitor("", checked=False)


@dataclass(frozen=True)
class AllowList:
    """Addresses (`ada@example.com`), domains (`@example.com`, without those below it), or `*`."""

    entries: frozenset[str]

    @classmethod
    def parse(cls, written: str) -> Self:
        return cls(_entries(written))

    def admits(self, email: str) -> bool:
        if EVERYBODY in self.entries:
            return True
        address = _folded(email)
        local, _at, domain = address.partition("@")
        if not local or not domain or "@" in domain:
            return False
        return address in self.entries or f"@{domain}" in self.entries


@dataclass(frozen=True)
class Rules:
    """Rules of access: who may, and for how long after signing in."""

    allowed: AllowList
    lasts: timedelta
    trusts_email: bool = False
    admins: AllowList = AllowList(frozenset())

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(
            AllowList.parse(settings.console_sign_in_allowed),
            timedelta(hours=settings.console_sign_in_hours),
            settings.console_sign_in_trusts_email,
            AllowList.parse(settings.console_admins),
        )


class Access:
    """Decides for the visitor whom `visitor` names; None is somebody who is not signed in.

    `now` is the machine's clock and not the platform's: people sign in by the hours of their own day. `standing` says
    whether a sign-in still holds. `refused` is told of everybody who is signed in and may not.
    """

    def __init__(
        self,
        rules: Callable[[], Rules],
        visitor: Callable[[], Visitor | None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        standing: Callable[[str], Standing] = lambda _sign_in: Standing.HOLDS,
        refused: Callable[[Visitor, Denial], None] = lambda _visitor, _denial: None,
    ) -> None:
        self._rules = rules
        self.visitor = visitor
        self._now = now
        self._standing = standing
        self._refused = refused

    @property
    def lasts(self) -> timedelta:
        return self._rules().lasts

    def denial(self) -> Denial | None:
        """The reason why the visitor may not go on; None where they may."""
        return self.denial_of(self.visitor())

    def require(self) -> None:
        """Raises NotAllowed where the visitor may not go on."""
        _refuse(self.denial())

    def require_admin(self) -> None:
        """Raises NotAllowed for everybody who is none of the admins in the settings."""
        self.require()
        if not self.is_admin:
            _refuse(Denial.NOT_ADMIN)

    @property
    def keeps_console(self) -> bool:
        """Whether the person may decide for everybody: an admin, and whoever is there where nobody signs in."""
        visitor = self.visitor()
        return self.is_admin or bool(visitor and not visitor.checked)

    def require_keeper(self) -> None:
        """Raises NotAllowed for whoever may not decide for everybody."""
        self.require()
        if not self.keeps_console:
            self.require_admin()

    @property
    def is_admin(self) -> bool:
        visitor = self.visitor()
        return bool(visitor and visitor.checked and self._rules().admins.admits(visitor.email))

    def for_later(self) -> Callable[[], None]:
        """Checks whoever is there now, when it is called, and raises NotAllowed: for what runs outside of a page's run."""
        visitor = self.visitor()
        return lambda: _refuse(self.denial_of(visitor))

    def denial_of(self, visitor: Visitor | None) -> Denial | None:
        """The reason why `visitor` may not go on; None where they may. Asked where there is no page: see
        `services.web.admission`."""
        if visitor is None:
            return Denial.SIGNED_OUT
        if not visitor.checked:
            return None
        denial = self._by_rules(visitor) or _BY_STANDING[self._standing(visitor.sign_in)]
        if denial:
            self._refused(visitor, denial)
        return denial

    def _by_rules(self, visitor: Visitor) -> Denial | None:
        rules, now = self._rules(), self._now()
        if visitor.since is None or not now - rules.lasts < visitor.since < now + CLOCKS_DIFFER:
            return Denial.EXPIRED
        if not rules.allowed.entries:
            return Denial.NO_LIST
        if visitor.verified is None and not rules.trusts_email:
            return Denial.UNVOUCHED
        if visitor.verified is False:
            return Denial.UNVERIFIED
        return None if rules.allowed.admits(visitor.email) else Denial.NOT_LISTED


_BY_STANDING = {
    Standing.HOLDS: None,
    Standing.ENDED: Denial.ENDED,
    Standing.UNKNOWN: Denial.UNCHECKED,
}


def _refuse(denial: Denial | None) -> None:
    if denial:
        raise NotAllowed(denial)


def unguarded() -> None:
    """For commands on the machine itself: whoever can run them can read the key."""


_present: Callable[[], Visitor | None] = lambda: ANYBODY  # noqa: E731  replaced by `follow`


def follow(visitor: Callable[[], Visitor | None]) -> None:
    """From now on `visitor` says who is in front of the page; what runs without one is the console itself."""
    global _present
    _present = visitor


def present() -> Visitor | None:
    return _present()


@lru_cache(maxsize=8)
def _entries(written: str) -> frozenset[str]:
    """Each action on a page asks for the rules anew, and the lists may be long."""
    return frozenset(filter(None, (_folded(entry.strip()) for entry in written.split(","))))


def _folded(address: str) -> str:
    """Letters beyond ASCII are compared as they are: some fold into others that belong to somebody else."""
    return address.lower() if address.isascii() else address


def _text(claim: Any) -> str:
    """A claim as text that every database can hold."""
    return str(claim or "").encode(errors="replace").decode().replace("\0", "")


def _sign_in_id(claims: Mapping[str, Any]) -> str:
    """The same for every copy of one sign-in, and for no other: the console sends a new nonce with each, and takes no
    answer of the provider without it. A digest, so that whoever reads it cannot make the sign-in."""
    told = "\0".join(str(claims.get(name, "")) for name in ("iss", "sub", "nonce", "iat"))
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()


def _moment(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
