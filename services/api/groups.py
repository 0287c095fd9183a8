"""Resource `api.groups`: contact groups, where newer generations of the platform keep the people of an assistant.

A running campaign may call whoever joins a group by itself: `services.groups` decides which group anybody joins.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.api.generation import Generation, WhichGeneration, require_groups
from services.api.http import Http, parse, segment
from services.api.models import Contact, Group
from services.api.paging import LARGEST_PAGE, Page, get_page, rows
from services.api.spelling import unwrapped
from services.api.tolerant import Rows

PATH = "/api/crm/groups"


class Groups:
    """Raises VersionUnknown or NotInThisVersion, with nothing sent, where the platform is not known to have groups."""

    def __init__(self, http: Http, team_id: str, which_generation: WhichGeneration) -> None:
        self._http = http
        self._team_id = team_id
        self._which_generation = which_generation

    def list(self, search: str | None = None) -> Rows[Group]:
        """All of them: they come in no pages."""
        operation = "listGroups"
        self._generation(operation)
        answer = self._http.get(operation, PATH, {"teamId": self._team_id, "search": search})
        return rows(operation, answer, "groups", Group)

    def create(self, name: str) -> Group:
        """Never repeated: after an unclear answer, look for its name."""
        operation = "createGroup"
        self._generation(operation)
        body = {"teamId": self._team_id, "name": name}
        answer = self._http.send(operation, "POST", PATH, body=body)
        return parse(Group, operation, unwrapped(answer, "group"), acts=True)

    def rename(self, group_id: str, name: str) -> Group:
        operation = "renameGroup"
        self._generation(operation)
        path = self._path(operation, group_id)
        answer = self._http.send(operation, "PUT", path, body={"name": name}, repeatable=True)
        return parse(Group, operation, unwrapped(answer, "group"), acts=True)

    def members(self, group_id: str, limit: int = LARGEST_PAGE, offset: int = 0) -> Page[Contact]:
        """Its people, newest members first. `total` counts all of them where it is told."""
        operation = "listGroupContacts"
        self._generation(operation)
        path = self._path(operation, group_id, "/contacts")
        return get_page(self._http, operation, path, "contacts", Contact, {}, limit, offset)

    def add(self, group_id: str, contact_ids: Sequence[str]) -> None:
        """Put people of the CRM into a group: one request, or on the newest generation one a person.

        Repeated: whoever is a member already stays one. Where it fails halfway, those before it are members.

        Raises:
            ValueError: nobody was chosen. An empty choice has been taken for everybody; nothing was sent.
        """
        operation = "addGroupContact"
        generation = self._generation(operation)
        if not contact_ids:
            raise ValueError("nobody was chosen")
        path = self._path(operation, group_id, "/contacts")
        if generation is Generation.ACTIONS:
            body = {"contactIds": [*contact_ids], "action": "add"}
            self._http.send(operation, "POST", path, body=body, repeatable=True)
            return
        for one in contact_ids:
            self._http.send(operation, "POST", path, body={"contactId": one}, repeatable=True)

    def remove(self, group_id: str, contact_id: str) -> None:
        """Take one person out of a group; out of no campaign. Succeeds for somebody who is no member, too.

        Raises:
            ValueError: nobody was chosen. Nothing was sent.
        """
        operation = "removeGroupContact"
        generation = self._generation(operation)
        if not contact_id:
            raise ValueError("nobody was chosen")
        path = self._path(operation, group_id, "/contacts")
        if generation is Generation.ACTIONS:
            body = {"contactIds": [contact_id], "action": "remove"}
            self._http.send(operation, "POST", path, body=body, repeatable=True)
            return
        self._http.send(operation, "DELETE", path, params={"contactId": contact_id}, repeatable=True)

    def _generation(self, operation: str) -> Generation:
        generation = self._which_generation()
        require_groups(operation, generation)
        return generation

    def _path(self, operation: str, group_id: str, rest: str = "") -> str:
        return f"{PATH}/{segment(operation, group_id)}{rest}"
