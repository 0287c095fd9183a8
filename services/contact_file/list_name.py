"""Name of a list: a file or a sheet that is named like a do-not-call list holds, as it seems, people whom nobody may call."""

from __future__ import annotations

from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import FileRejected
from services.contact_file.vocabulary.list_names import names_nobody_to_call


def require_people_to_call(table: ContactTable, file_name: str) -> None:
    """Raises where it is named so: a person has to say first that these people may be called.

    Raises:
        FileRejected: nobody of it is ready.
    """
    names = [file_name, *([table.sheet.name] if table.sheet else ())]
    if found := next(filter(names_nobody_to_call, names), None):
        raise FileRejected("named_do_not_call", name=found)
