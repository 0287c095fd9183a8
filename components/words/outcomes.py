"""Words a sales team uses for how calls ended and where people in a campaign stand."""

from __future__ import annotations

from typing import NamedTuple

from services.api.models import EnrollmentStatus, OtherStatus, Outcome
from services.texts import N_, _


class OutcomeLook(NamedTuple):
    """An outcome on the screen: its word, and its colour in charts."""

    word: str
    colour: str


OUTCOMES: dict[str, OutcomeLook] = {
    Outcome.ANSWERED: OutcomeLook(N_("Answered"), "#2f9e5c"),
    Outcome.VOICEMAIL: OutcomeLook(N_("Voicemail"), "#3d7dca"),
    Outcome.NO_ANSWER: OutcomeLook(N_("No answer"), "#8a929e"),
    Outcome.BUSY: OutcomeLook(N_("Busy"), "#c77d0a"),
    Outcome.DECLINED: OutcomeLook(N_("Declined"), "#8b62d1"),
    Outcome.INVALID_NUMBER: OutcomeLook(N_("Wrong number"), "#d64545"),
    Outcome.DO_NOT_CALL: OutcomeLook(N_("Do not call"), "#a33a5b"),
    Outcome.ERROR: OutcomeLook(N_("Technical error"), "#d64545"),
}
# "Finished" is what a campaign's own counter counts: all with whom it is done, those left out and not reached among them.
ENROLMENTS: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.PENDING: N_("Waiting"),
    EnrollmentStatus.QUEUED: N_("Next in line"),
    EnrollmentStatus.CALLING: N_("Being called"),
    EnrollmentStatus.COMPLETED: N_("With a result"),
    EnrollmentStatus.SKIPPED: N_("Left out"),
    EnrollmentStatus.FAILED: N_("Not reached"),
}


def outcome_colour(outcome: str, otherwise: str) -> str:
    return OUTCOMES[outcome].colour if outcome in OUTCOMES else otherwise


def outcome_word(outcome: str | None) -> str:
    """An outcome this console does not know is shown in the platform's word; "" for none."""
    return _(OUTCOMES[outcome].word) if outcome in OUTCOMES else (outcome or "").replace("_", " ")


def enrolment_word(status: EnrollmentStatus | OtherStatus) -> str:
    """A status this console does not know is shown in the platform's word."""
    if isinstance(status, EnrollmentStatus):
        return _(ENROLMENTS[status])
    return status.replace("_", " ") or _("Status not told")
