"""Choices a form of a campaign offers: the assistants, numbers and companies of this deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.api.models import Assistant, Company, PhoneNumber

ACTIVE = "active"


@dataclass(frozen=True)
class Choices:
    """Parts a campaign can be made of here; an empty list where the deployment does not tell."""

    assistants: Sequence[Assistant] = ()
    numbers: Sequence[PhoneNumber] = ()
    companies: Sequence[Company] = ()

    def callers(self, assistant_id: str | None) -> list[PhoneNumber]:
        """The active numbers of an assistant."""
        return [
            number
            for number in self.numbers
            if number.status == ACTIVE and number.assistant_id in (assistant_id, None)
        ]

    def caller_ids(self, assistant_id: str | None) -> list[str] | None:
        """Ids of the numbers an assistant may call from; None where the deployment does not tell."""
        return [number.id for number in self.callers(assistant_id)] if self.numbers else None
