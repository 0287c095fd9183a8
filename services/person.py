"""Person: who did something, told apart by issuer and subject as OpenID Connect does.

A name is whatever somebody calls herself, and an address can pass to somebody else; both are kept beside the identity as
they were when the thing was done, to be read by people.
"""

from __future__ import annotations

import getpass
import hashlib
import socket
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Row, String
from sqlalchemy.orm import Mapped, mapped_column

MACHINE = "machine:"
CONSOLE = "console"
_KEEPER, _ANYBODY = "keeper", "anybody"
# OpenID Connect: a subject has at most 255 characters. What is longer is cut, so that it can be stored.
LONGEST = {"name": 200, "email": 320, "issuer": 500, "subject": 255}


@dataclass(frozen=True)
class Person:
    """`issuer` and `subject` are empty where nobody signs in: then people are told apart by name only."""

    name: str
    email: str = ""
    issuer: str = ""
    subject: str = ""

    @classmethod
    def at_machine(cls) -> Self:
        """Whoever runs a command on this machine."""
        user = getpass.getuser()
        return cls(user, issuer=f"{MACHINE}{socket.gethostname()}", subject=user)

    @classmethod
    def of_settings(cls) -> Self:
        """Whoever changed the settings of this machine: nobody knows who that was."""
        return cls("", issuer=f"{MACHINE}{socket.gethostname()}", subject="settings")

    @classmethod
    def of_keeper(cls) -> Self:
        """The console itself, where it acts on what somebody asked for before."""
        return cls("", issuer=CONSOLE, subject=_KEEPER)

    @classmethod
    def at_console(cls) -> Self:
        """Whoever uses a console into which nobody signs in: one for all, in whatever language they read it."""
        return cls("", issuer=CONSOLE, subject=_ANYBODY)

    @property
    def signed_in(self) -> bool:
        return bool(self.subject or self.email) and not self.machine and self.issuer != CONSOLE

    @property
    def machine(self) -> str:
        """The name of the machine on which they run a command; empty for everybody else."""
        return self.issuer.removeprefix(MACHINE) if self.issuer.startswith(MACHINE) else ""

    @property
    def keeper(self) -> bool:
        """Whether it was the console itself."""
        return (self.issuer, self.subject) == (CONSOLE, _KEEPER)

    @property
    def anybody(self) -> bool:
        """Whether it was somebody at a console without sign-in."""
        return (self.issuer, self.subject) == (CONSOLE, _ANYBODY)

    @property
    def identity(self) -> tuple[str, str]:
        """Equal for what one person did, whatever she called herself."""
        return (self.issuer, self.subject) if self.subject else (self.name, self.email)

    @property
    def key(self) -> str:
        """The identity as it may stand in an address: tells nothing about the person."""
        return hashlib.sha256("\0".join(self.identity).encode()).hexdigest()[:16]


class DoneBy:
    """Columns of a table whose rows say who did something. Rows of before people were told apart have a name only."""

    who: Mapped[str] = mapped_column(String(LONGEST["name"]))
    who_email: Mapped[str] = mapped_column(String(LONGEST["email"]), server_default="")
    who_issuer: Mapped[str] = mapped_column(String(LONGEST["issuer"]), server_default="")
    who_subject: Mapped[str] = mapped_column(String(LONGEST["subject"]), server_default="")


def stored(person: Person) -> dict[str, str]:
    """The values of `DoneBy` for a person."""
    cut = {name: getattr(person, name)[:length] for name, length in LONGEST.items()}
    return {"who": cut["name"], **{f"who_{name}": cut[name] for name in ("email", "issuer", "subject")}}


def person_of(row: Any) -> Person:
    """The person in the columns of `DoneBy`."""
    return Person(row.who, row.who_email, row.who_issuer, row.who_subject)


def with_person(row: Row[Any]) -> dict[str, Any]:
    """A row by column, in which `who` is the person."""
    columns = {name: value for name, value in row._mapping.items() if not name.startswith("who_")}
    return {**columns, "who": person_of(row)}
