"""Table of sign-ins: who signed in when, and whether that sign-in still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime
from services.person import LONGEST


class EndedBy(StrEnum):
    """Reason why a sign-in holds no longer. One that has lasted as long as is set ends without a word here."""

    SIGNED_OUT = "signed_out"
    SIGNED_IN_ANEW = "signed_in_anew"  # in the same browser
    PERSON = "person"  # by herself, from another sign-in
    ADMIN = "admin"


class SignInRow(Base):
    __tablename__ = "sign_in"
    __table_args__ = (Index("sign_in_by_person", "issuer", "subject"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(LONGEST["issuer"]))
    subject: Mapped[str] = mapped_column(String(LONGEST["subject"]))
    email: Mapped[str] = mapped_column(String(LONGEST["email"]))
    began: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    seen: Mapped[datetime] = mapped_column(UtcDateTime)
    ended: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(20))


@dataclass(frozen=True)
class SignIn:
    """One that holds. `seen` is when it was last used, to within some minutes."""

    id: str
    email: str
    began: datetime
    seen: datetime
