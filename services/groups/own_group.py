"""Contact group of an import: a group of its own that no assistant has, so that a running campaign that calls whoever joins
its group calls nobody of it.

Found again by its name, which holds the import's id: after an unclear answer, and in another process.
"""

from __future__ import annotations

from datetime import date

from services.api import Api, ApiError
from services.api.errors import BadRequest, Conflict
from services.api.models import Group
from services.groups.assistants import groups_of_assistants

LONGEST_NAME = 100
"""The contract says no length; this one is read at a glance, and fits wherever names do."""
MOST_NAMES = 5


def group_for_import(api: Api, *, file_name: str, made_on: date, import_id: str) -> Group:
    """The group that people whom this import creates join, made where it is not there yet.

    Call it before the first person is created, and again whenever the import goes on: the same arguments give the same
    group. People the CRM knows already stay in theirs.

    Args:
        made_on: the day of the import, for who sees the group on the platform.

    Raises:
        NotInThisVersion, VersionUnknown: this platform is not known to have groups. Nothing was sent.
        ApiError: the platform failed. With `may_have_acted` it may have been made: the next call finds it.
    """
    taken = set(groups_of_assistants(api).values())
    for number in range(1, MOST_NAMES + 1):
        name = group_name(file_name, made_on, import_id, number)
        group = _named(api, name) or _made(api, name)
        if group.id not in taken and not group.is_default:
            return group
    raise Conflict("createGroup", status=409)


def group_name(file_name: str, made_on: date, import_id: str, number: int = 1) -> str:
    """`Import leads.csv 2026-12-01 4f1c`; the file's name gives way where it would be too long."""
    ending = f" {made_on.isoformat()} {import_id}" + (f" ({number})" if number > 1 else "")
    beginning = " ".join(f"Import {file_name}".split())
    return beginning[: max(0, LONGEST_NAME - len(ending))].rstrip() + ending


def _named(api: Api, name: str) -> Group | None:
    return next((one for one in api.groups.list().items if one.name.strip() == name), None)


def _made(api: Api, name: str) -> Group:
    try:
        return api.groups.create(name)
    except ApiError as error:
        # unclear, or the name is taken: an earlier attempt, or another process, was first
        may_be_there = error.may_have_acted or isinstance(error, BadRequest | Conflict)
        found = _named(api, name) if may_be_there else None
        if found is None:
            raise
        return found
