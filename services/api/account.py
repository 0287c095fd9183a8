"""Resources of the account, one reading operation each: `api.credits`, `api.key`, `api.assistants`,
`api.phone_numbers`, `api.calls`.
"""

from __future__ import annotations

from services.api.http import Http, parse
from services.api.models import Assistant, Call, Credits, Outcome, PhoneNumber
from services.api.paging import LARGEST_PAGE, Page, get_page, rows
from services.api.tolerant import Rows


class CreditBalance:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(self) -> Credits:
        """The account's balance. A run needs at least one credit."""
        answer = self._http.get("getCredits", "/api/credits")
        balance = answer.get("credits")
        return parse(Credits, "getCredits", balance if isinstance(balance, dict) else {"credits": balance})


class Key:
    def __init__(self, http: Http) -> None:
        self._http = http

    def test(self) -> None:
        """Returns where the key works.

        Raises:
            Unauthorized: it does not.
        """
        self._http.get("testApiKey", "/api/test-api-key")


class Assistants:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        self._team_id = team_id

    def list(self) -> Rows[Assistant]:
        """Assistants that may place outbound calls."""
        operation = "listOutboundAssistants"
        answer = self._http.get(operation, "/api/crm/outbound-assistants", {"teamId": self._team_id})
        return rows(operation, answer, "assistants", Assistant)


class PhoneNumbers:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        self._team_id = team_id

    def list(self) -> Rows[PhoneNumber]:
        """Numbers of the team, with the assistant each is assigned to."""
        operation = "listPhoneNumbers"
        answer = self._http.get(operation, "/api/phone-numbers/purchase", {"teamId": self._team_id})
        return rows(operation, answer, "numbers", PhoneNumber)


class CallsResource:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        self._team_id = team_id

    def list(
        self,
        campaign_id: str | None = None,
        outcome: Outcome | str | None = None,
        limit: int = LARGEST_PAGE,
        offset: int = 0,
    ) -> Page[Call]:
        """The call log, newest first, from the `offset`-th call on."""
        params = {"teamId": self._team_id, "campaignId": campaign_id, "outcome": outcome}
        return get_page(self._http, "listCalls", "/api/crm/calls", "calls", Call, params, limit, offset)
