"""Joining a contact group, asked about first: the campaigns that may call whoever joins are named, and a person agrees to
each.

The only way by which anybody joins a group but an import's own: `api.groups.add` asks nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from services.access.access import unguarded
from services.api import Api, ApiError
from services.api.errors import CampaignsWouldCall
from services.audit.audit import Audit, AuditAction, Result
from services.groups.assistants import campaigns_fed_by
from services.person import Person


class GroupJoins:
    """Of one connection. `require_allowed` raises NotAllowed for somebody who may not use this console."""

    def __init__(
        self, api: Api, audit: Audit | None = None, *, require_allowed: Callable[[], None] = unguarded
    ) -> None:
        self._api = api
        self._audit = audit
        self._require_allowed = require_allowed

    def join(
        self, group_id: str, contact_ids: Sequence[str], *, agreed: Collection[str] = (), who: Person
    ) -> None:
        """Put people into a group. `agreed` are the ids of the campaigns that a person was asked about and agreed to.

        Raises:
            CampaignsWouldCall: a campaign may call them that nobody agreed to. Nothing was sent.
            ApiError: the platform failed; those before may be members already, and stay members when it is done again.
        """
        self._require_allowed()
        unasked = [one for one in campaigns_fed_by(self._api, group_id) if one.id not in agreed]
        if unasked:
            self._record(Result.REFUSED, len(contact_ids), who)
            raise CampaignsWouldCall("addGroupContact", campaigns={one.id: one.name for one in unasked})
        try:
            self._api.groups.add(group_id, contact_ids)
        except ApiError as error:
            self._record(Result.UNCLEAR if error.may_have_acted else Result.FAILED, len(contact_ids), who)
            raise
        self._record(Result.DONE, len(contact_ids), who)

    def _record(self, result: Result, people: int, who: Person) -> None:
        if self._audit:
            self._audit.record(AuditAction.JOIN_GROUP, result, who=who, figures={"people": people})
