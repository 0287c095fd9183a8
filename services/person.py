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

from sqlalchemy import Row

MACHINE = "machine:"
NAME_LENGTH = 200


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

    @property
    def signed_in(self) -> bool:
        return bool(self.subject or self.email) and not self.machine

    @property
    def machine(self) -> str:
        """The name of the machine on which they run a command; empty for everybody else."""
        return self.issuer.removeprefix(MACHINE) if self.issuer.startswith(MACHINE) else ""

    @property
    def identity(self) -> tuple[str, str]:
        """Equal for what one person did, whatever she called herself."""
        return (self.issuer, self.subject) if self.subject else ("", self.email or self.name)

    @property
    def key(self) -> str:
        """The identity as it may stand in an address: tells nothing about the person."""
        return hashlib.sha256("\0".join(self.identity).encode()).hexdigest()[:16]


def stored(person: Person) -> dict[str, str]:
    """The columns of a row that says who did it."""
    return {"who": person.name[:NAME_LENGTH]}


def person_of(row: Any) -> Person:
    """The person in the columns that `stored` made."""
    return Person(row.who)


def with_person(row: Row[Any]) -> dict[str, Any]:
    """A row by column, in which `who` is the person."""
    return {**row._mapping, "who": person_of(row)}
