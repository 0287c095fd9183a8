"""Table of templates, in the console's own database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime
from services.person import DoneBy


class TemplateRow(DoneBy, Base):
    """One template of an account. `who` saved it last; `name_key` is its name as names are told apart."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("account", "name_key", name="one_template_of_a_name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(500))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
