"""Contact groups of one connection, to choose from; and why there are none where this platform has none."""

from __future__ import annotations

from datetime import timedelta

from pydantic import TypeAdapter

from services.api import Api, Rows
from services.api.generation import Generation
from services.api.models import Group
from services.reads.reads import Reads

KEY = "choices:groups"
MAX_AGE = timedelta(minutes=1)
SHAPE = TypeAdapter(Rows[Group])
HAVE_GROUPS = (Generation.ACTIONS, Generation.NEWEST)


class ContactGroups:
    def __init__(self, api: Api, reads: Reads) -> None:
        self._api = api
        self._reads = reads

    def all(self) -> Rows[Group]:
        """By name, with the rows that could not be read.

        Raises:
            NotInThisVersion, VersionUnknown: this platform is not known to have groups.
            ApiError: they could not be read.
        """
        read = self._reads.get(KEY, self._api.groups.list, MAX_AGE, shape=SHAPE, purpose="choices")
        found = sorted(read.value.items, key=lambda one: one.name.casefold())
        return Rows[Group].model_construct(items=found, unreadable=read.value.unreadable)
