"""Words a sales team uses for how calls ended and where people in a campaign stand."""

from __future__ import annotations

from services.api.models import EnrollmentStatus, OtherStatus, Outcome
from services.texts import N_, _

OUTCOMES: dict[str, str] = {
    Outcome.ANSWERED: N_("Answered"),
    Outcome.VOICEMAIL: N_("Voicemail"),
    Outcome.NO_ANSWER: N_("No answer"),
    Outcome.BUSY: N_("Busy"),
    Outcome.DECLINED: N_("Declined"),
    Outcome.INVALID_NUMBER: N_("Wrong number"),
    Outcome.DO_NOT_CALL: N_("Do not call"),
    Outcome.ERROR: N_("Technical error"),
}
ENROLMENTS: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.PENDING: N_("Waiting"),
    EnrollmentStatus.QUEUED: N_("Next in line"),
    EnrollmentStatus.CALLING: N_("Being called"),
    EnrollmentStatus.COMPLETED: N_("Finished"),
    EnrollmentStatus.SKIPPED: N_("Left out"),
    EnrollmentStatus.FAILED: N_("Not reached"),
}


def outcome_word(outcome: str | None) -> str:
    """An outcome this console does not know is shown in the platform's word; "" for none."""
    return _(OUTCOMES[outcome]) if outcome in OUTCOMES else (outcome or "").replace("_", " ")


def enrolment_word(status: EnrollmentStatus | OtherStatus) -> str:
    """A status this console does not know is shown in the platform's word."""
    if isinstance(status, EnrollmentStatus):
        return _(ENROLMENTS[status])
    return status.replace("_", " ") or _("Status not told")
