"""Content of a template: the settings of a campaign that hold for the next one as well.

Never who is called, nor when it starts, nor any single day or last day, nor what was answered about calls: these belong to one
campaign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any, NamedTuple, Self

from pydantic import TypeAdapter, ValidationError

from services.calling_days.days import CallingDays
from services.campaigns.choices import Choices
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.keeper import GuardrailTerms


class _Window(NamedTuple):
    """Hours without the start."""

    start: time | None
    end: time | None
    timezone: str | None
    use_contact_timezone: bool


_BASICS, _WINDOW, _RETRIES, _EACH = map(TypeAdapter[Any], (Basics, _Window, Retries, EachCall))
_NAMES = TypeAdapter(dict[str, str])


class NotReadable(Exception):  # noqa: N818  named for what it says to the caller
    """It was saved by another version of the console, or is damaged. Nothing of it may be taken: what is missing would look set."""


@dataclass(frozen=True)
class TemplateContent:
    """`days` and `limits` are None where they were not known; `names` are those of the parts of the platform, by id, as they were
    called when it was saved."""

    basics: Basics
    hours: Hours
    retries: Retries
    each: EachCall
    days: CallingDays | None = None
    limits: GuardrailTerms | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        basics: Basics,
        hours: Hours,
        retries: Retries,
        each: EachCall,
        days: CallingDays | None,
        limits: GuardrailTerms | None,
        choices: Choices,
    ) -> Self:
        """What of a campaign's settings belongs into a template."""
        return cls(
            replace(basics, name=""),
            replace(hours, on_a_date=False, starts_at=None),
            replace(retries, tries_add_up=False),
            each,
            None if days is None else replace(days, dates={}, last_day=None),
            limits,
            _names(basics, choices),
        )

    def to_json(self) -> dict[str, Any]:
        hours = self.hours
        window = _Window(hours.start, hours.end, hours.timezone, hours.use_contact_timezone)
        return {
            "basics": _BASICS.dump_python(self.basics, mode="json"),
            "window": _WINDOW.dump_python(window, mode="json"),
            "retries": _RETRIES.dump_python(self.retries, mode="json"),
            "each": _EACH.dump_python(self.each, mode="json"),
            "days": self.days.to_json() if self.days else None,
            "limits": self.limits.stored() if self.limits else None,
            "names": dict(self.names),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """As `to_json` wrote it.

        Raises:
            NotReadable: it is not understood.
        """
        try:
            days, limits = stored["days"], stored["limits"]
            read = None if days is None else CallingDays.from_json(days)
            if read is not None and not read.understood:
                raise NotReadable
            return cls(
                _BASICS.validate_python(stored["basics"]),
                Hours(*_WINDOW.validate_python(stored["window"])),
                _RETRIES.validate_python(stored["retries"]),
                _EACH.validate_python(stored["each"]),
                read,
                None if limits is None else GuardrailTerms.read(limits),
                _NAMES.validate_python(stored["names"]),
            )
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise NotReadable from error


def _names(basics: Basics, choices: Choices) -> dict[str, str]:
    known = {one.id: one.name for one in (*choices.assistants, *choices.companies)}
    known |= {number.id: number.phone_number for number in choices.numbers}
    used = (basics.assistant_id, basics.company_id, *basics.from_number_ids)
    return {one: known[one] for one in used if one is not None and one in known}
