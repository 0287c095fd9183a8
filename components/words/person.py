"""Name of a person on a page, with what tells her apart from others of that name."""

from __future__ import annotations

from services.person import Person
from services.texts import _


def by(person: Person) -> str:
    """As it stands after “by”, within a sentence. Not escaped."""
    if person.keeper:
        return _("the console itself")
    return _("somebody at this console") if person.anybody else shown(person)


def shown(person: Person) -> str:
    """`Ada Lovelace (ada@example.com)`. Not escaped."""
    if person.keeper:
        return _("The console itself")
    if person.anybody:
        return _("Somebody at this console")
    if person.machine and not person.name:
        return _("The settings on {machine}").format(machine=person.machine)
    if person.machine:
        return _("{name} (by command on {machine})").format(name=person.name, machine=person.machine)
    if person.email and person.email != person.name:
        return f"{person.name} ({person.email})"
    return person.name
