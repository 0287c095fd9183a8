"""Session management: sign-ins begin, end, and are ended, each with its line in the security log.

What a colleague should see of it stands in the activity record, too.
"""

from __future__ import annotations

from datetime import UTC, datetime

from services.access.access import Access, Visitor
from services.audit.audit import Audit, AuditAction, Result
from services.audit.security_log import Event, EventOutcome, SecurityEvent, SecurityLog
from services.person import Person
from services.sign_ins import EndedBy, SignIn, SignIns, Standing


class SessionManagement:
    def __init__(self, sign_ins: SignIns, access: Access, audit: Audit, security_log: SecurityLog) -> None:
        self._sign_ins = sign_ins
        self._access = access
        self._audit = audit
        self._log = security_log

    def begin(self, visitor: Visitor, before: Visitor | None = None) -> None:
        """The identity provider has just vouched for `visitor`; `before` is whom the same browser had signed in."""
        if before and before.sign_in != visitor.sign_in:
            self._sign_ins.end(before.sign_in, EndedBy.SIGNED_IN_ANEW)
        self._sign_ins.begin(visitor.sign_in, visitor.person)
        if self._access.denial_of(visitor) is None:
            self._log.record(visitor.event(Event.SIGN_IN, EventOutcome.OK))

    def failed(self, detail: str, address: str) -> None:
        """Somebody came back from the identity provider without its word."""
        self._log.record(SecurityEvent(Event.SIGN_IN, EventOutcome.FAILED, address=address, detail=detail))

    def sign_out(self, visitor: Visitor) -> None:
        """End the sign-in everywhere: in every tab, and of whoever has a copy of its cookie."""
        self._sign_ins.end(visitor.sign_in, EndedBy.SIGNED_OUT)
        self._log.record(visitor.event(Event.SIGN_OUT, EventOutcome.OK))

    def holds(self, visitor: Visitor) -> bool:
        """Whether the sign-in has not ended, as far as is known."""
        return self._sign_ins.standing(visitor.sign_in) is not Standing.ENDED

    def own(self) -> list[SignIn]:
        """Those of whoever is in front of the page, newest first."""
        visitor = self._access.visitor()
        if visitor is None or not visitor.checked:
            return []
        return self._sign_ins.of(visitor.person, datetime.now(UTC) - self._access.lasts)

    def end_own_others(self) -> int:
        """End all of whoever is in front of the page but the one she is here with; how many there were.

        Raises:
            NotAllowed: she is not signed in any more.
            DatabaseAway: nothing was ended.
        """
        self._access.require()
        visitor = self._access.visitor()
        if visitor is None or not visitor.checked:
            return 0
        count = self._sign_ins.end_others(visitor.person, but=visitor.sign_in)
        self._log.record(visitor.event(Event.SIGN_INS_ENDED, EventOutcome.OK, "own_others"))
        self._audit.record(
            AuditAction.END_SIGN_INS,
            Result.DONE,
            who=visitor.person,
            figures={"own": True, "sign_ins": count},
        )
        return count

    def end_everybodys(self) -> int:
        """End all sign-ins, the admin's own too; how many there were.

        Raises:
            NotAllowed: whoever is there is no admin.
            DatabaseAway: nothing was ended.
        """
        self._access.require_admin()
        visitor = self._access.visitor()
        if visitor is None:
            return 0
        count = self._sign_ins.end_all()
        self._log.record(visitor.event(Event.SIGN_INS_ENDED, EventOutcome.OK, "everybodys"))
        self._record_ended(visitor.person, count)
        return count

    def end_by_command(self, email: str = "") -> int:
        """End everybody's, or those of one address, from the machine itself; how many there were."""
        admin = Person.at_machine()
        count = self._sign_ins.end_all(email)
        detail = f"by_command {email}" if email else "by_command"
        self._log.record(SecurityEvent(Event.SIGN_INS_ENDED, EventOutcome.OK, admin, detail=detail))
        self._record_ended(admin, count)
        return count

    def _record_ended(self, who: Person, count: int) -> None:
        self._audit.record(AuditAction.END_SIGN_INS, Result.DONE, who=who, figures={"sign_ins": count})
