"""Words of the do-not-call list."""

from __future__ import annotations

from services.do_not_call import DoNotCallEntry, Mark, Reason
from services.texts import N_, _

REASONS: dict[Reason, str] = {
    Reason.ASKED: N_("Asked not to be called again"),
    Reason.WRONG_PERSON: N_("Wrong person"),
    Reason.COMPLAINT: N_("Complaint"),
    Reason.DECEASED: N_("Deceased"),
    Reason.OTHER: N_("Another reason"),
}
MARKS: dict[Mark, str] = {
    Mark.NOT_TOLD: N_("Not told yet"),
    Mark.LIST_ONLY: N_("Not told yet: it came with a list"),
    Mark.MARKED: N_("Marked in Talkturo too"),
    Mark.NOT_THERE: N_("Nobody there has this number"),
    Mark.NOT_POSSIBLE: N_("Talkturo does not know: this key may not mark people"),
    Mark.NOT_CONFIRMED: N_("Talkturo does not show the mark"),
}


def reason_word(reason: Reason) -> str:
    return _(REASONS[reason])


def mark_word(mark: Mark) -> str:
    """What Talkturo knows of an entry. The list holds without it."""
    return _(MARKS[mark])


def who_is_it(entry: DoNotCallEntry) -> str:
    """Number and name, for people to read; unescaped."""
    return f"{entry.number} · {entry.name}" if entry.name else entry.number
