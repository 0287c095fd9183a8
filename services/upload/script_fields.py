"""Fields of a file for an assistant's script: what the team remembers of them, and what is said to them now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from services.contact_file import (
    Columns,
    Decided,
    FurtherColumn,
    Travelling,
    Wanted,
    further_columns,
    greeting,
)
from services.contact_file.columns.travelling import travelling
from services.upload.team_fields import TeamFields


@dataclass(frozen=True)
class ScriptFields:
    """Choice of what travels of one file into one campaign.

    Attributes:
        decided: word of a person on columns, by position, of now or of the last file with this header.
        used_before: keys the team has sent own fields under.
        assistant_id: whose greeting `words` are; both empty where they are not told.
    """

    decided: dict[int, Decided] = field(default_factory=dict)
    used_before: tuple[str, ...] = ()
    assistant_id: str = ""
    words: str = ""

    @property
    def wanted(self) -> Wanted:
        """What the greeting uses."""
        return greeting.wanted(self.words)

    def further(self, columns: Columns) -> list[FurtherColumn]:
        """The columns that may travel, each with whether it does."""
        return further_columns(
            columns, decided=self.decided, used_before=self.used_before, wanted=self.wanted
        )

    def travelling(self, columns: Columns) -> Travelling:
        return travelling(self.further(columns))

    def nobody_has(self, columns: Columns) -> list[str]:
        """Own fields that the greeting uses and no column fills."""
        going = set(self.travelling(columns).keys.values())
        return sorted(self.wanted.keys - going)

    def chosen(self, columns: Columns, indexes: set[int]) -> ScriptFields:
        """The same with exactly these columns going."""
        word = {
            one.index: Decided(one.index in indexes, one.key)
            for one in self.further(columns)
            if one.index in self.decided or one.travels != (one.index in indexes)
        }
        return replace(self, decided={**self.decided, **word})

    def named(self, index: int, key: str) -> ScriptFields:
        """The same with a column going under a key."""
        return replace(self, decided={**self.decided, index: Decided(True, key)})

    def of_assistant(self, team: TeamFields, assistant_id: str) -> ScriptFields:
        """The same for another campaign's assistant."""
        words = team.greeting(assistant_id) if assistant_id else ""
        return replace(self, assistant_id=assistant_id, words=words)

    def confirmed(self, columns: Columns) -> dict[int, Decided]:
        """What a person agrees to when she hands the list over: a word on every column, once for the next file."""
        return {one.index: Decided(one.travels, one.key) for one in self.further(columns)}


def script_fields(team: TeamFields, columns: Columns) -> ScriptFields:
    """What the team remembers for a file with these columns."""
    return ScriptFields(team.decided(columns.header), tuple(team.keys()))
