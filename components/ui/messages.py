"""Error messages, drawn in one place: what happened, whether anything was saved or called, what to do next.

A page wraps what may fail in `problems_shown`; the rest of the page goes on.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from components.ui.sign_in import sentence
from services.access.access import NotAllowed
from services.api import errors
from services.api.taken_settings import MOST_AT_ONCE, Setting
from services.campaigns.kept_days import DaysChanged
from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.imports.sentences import nobody_chose
from services.keeper import NotKept
from services.texts import N_, _, ngettext

log = logging.getLogger(__name__)


class Doing(StrEnum):
    """Doing of the person when it failed; decides what is said about consequences."""

    READING = "reading"
    SAVING = "saving"
    CALLING = "calling"


Trouble = errors.ApiError | DatabaseAway | DaysChanged
"""What may go wrong with what a person wants, and has a sentence of its own."""

WHY_AWAY: dict[AwayReason, str] = {
    AwayReason.LOCKED: N_("another program holds it"),
    AwayReason.FULL: N_("its disk is full"),
    AwayReason.DISK: N_("its disk reports an error"),
    AwayReason.READ_ONLY: N_("it cannot be written to"),
    AwayReason.DAMAGED: N_("its file is damaged"),
    AwayReason.UNREACHABLE: N_("it cannot be reached"),
}


def database_away(reason: AwayReason) -> str:
    """Sentence that a person has to know wherever he is, while the console's own database does not answer."""
    return _(
        "The console's own database does not answer: {reason}. Pause and Cancel work; launching, resuming, creating and "
        "imports wait. Please tell the person who runs this console."
    ).format(reason=_(WHY_AWAY[reason]))


class Problem(NamedTuple):
    title: str
    body: str


def consequence(error: errors.ApiError, doing: Doing) -> str:
    """Sentence for whether anything was saved or called."""
    if error.operation == "runCampaign" and error.may_have_acted:
        doing = Doing.CALLING  # also where only a dry run was wanted
    if doing is not Doing.READING and error.may_have_acted:
        if doing is Doing.CALLING:
            return _(
                "It is not certain whether calls were started. Please look at the campaign before you try again."
            )
        return _("It is not certain whether this was saved. Please look before you try again.")
    return _untouched(doing)


def _untouched(doing: Doing) -> str:
    if doing is Doing.READING:
        return _("Nothing was changed and nobody was called.")
    if doing is Doing.CALLING:
        return _("Nobody was called.")
    return _("Nothing was saved, and what you typed is still here.")


def explain(error: Trouble, doing: Doing = Doing.READING) -> Problem:
    """A headline and a paragraph in the person's language."""
    if isinstance(error, DatabaseAway):
        return _explain_away(error, doing)
    if isinstance(error, DaysChanged):
        return Problem(
            _("Somebody else has changed the calling days"),
            f"{_untouched(doing)} "
            + _("Please discard your changes to see the days as they are now, and make them again."),
        )
    title, advice = _cause(error)
    said = _platform_said(error)
    return Problem(title, " ".join(part for part in (consequence(error, doing), said, advice) if part))


def problem_words(error: errors.ApiError) -> Problem:
    """The same for what stands on a page unasked: nobody has tried anything."""
    return Problem(*_cause(error))


def _explain_away(error: DatabaseAway, doing: Doing) -> Problem:
    """Draw once more, in a dialog, why the database is away: the sentence above every page is covered by it."""
    if doing is Doing.READING:
        back = _("It is there again when the console's own database answers.")
        return Problem(_("This cannot be shown right now"), f"{_untouched(doing)} {back}")
    return Problem(_("Not possible right now"), f"{_untouched(doing)} {database_away(error.reason)}")


def _platform_said(error: errors.ApiError) -> str:
    """The platform's own sentence, where it is one a person can use."""
    useful = isinstance(
        error, errors.BadRequest | errors.Conflict | errors.NotFound | errors.Refused | errors.Forbidden
    )
    if not useful or not error.message:
        return ""
    fields = getattr(error, "details", None) or {}
    detail = "; ".join(f"{name}: {', '.join(texts)}" for name, texts in fields.items())
    sentence = _("Talkturo says: “{sentence}”").format(sentence=plain(error.message))
    return f"{sentence} ({plain(detail)})" if detail else sentence


def _cause(error: errors.ApiError) -> tuple[str, str]:
    match error:
        case errors.Unauthorized():
            return _("The key was not accepted"), _(
                "It may have been revoked or replaced. Please ask the person who runs this console to check it on *Connection*."
            )
        case errors.InsufficientCredits():
            return _("The account is out of credits"), _(
                "Please top up at least one credit in Talkturo and try again."
            )
        case errors.Forbidden():
            return _("This key is not allowed to do that"), _(
                "*Connection* shows what it may do, and where to do the rest."
            )
        case errors.NotFound():
            return _("This is no longer there"), _(
                "It may have been deleted by somebody else, or the address is not right. The list shows what is there."
            )
        case errors.NotAvailable():
            return _("This deployment cannot do that"), _("*Connection* shows what is possible here.")
        case errors.Conflict():
            return _("This is not possible right now"), _("Please reload the page to see its present state.")
        case errors.PayloadTooLarge():
            return _("That was too much at once"), _("Please try it with fewer people.")
        case errors.BadRequest():
            return _("Something in this entry was not accepted"), _("Please correct it and try again.")
        case errors.BudgetSpent():
            return _("This hour's requests are used up"), _goes_on(error)
        case errors.TooManyRequests():
            return _("Talkturo asks us to slow down"), _slow_down(error)
        case errors.ServerError():
            return _("Talkturo has a problem of its own"), _("Please try again in a few minutes.")
        case errors.ConnectionFailed():
            return _("Talkturo cannot be reached"), _("Please check the internet connection, then try again.")
        case errors.DeadlineExceeded():
            return _("Talkturo took too long to answer"), _("Please try again in a moment.")
        case errors.AnswerTooLarge():
            return _("Talkturo's answer was too long"), _(
                "It was not read to its end. Please try again in a few minutes; if it happens again, tell the person who runs this console."
            )
        case errors.VersionUnknown():
            return _("It is not certain which version of the platform this is"), _(
                "What a launch does differs from version to version, so nothing was sent. *Connection* shows what is known, and lets an admin decide."
            )
        case errors.HoursNotAllowed():
            return _("These calling hours are not allowed for everybody"), ngettext(
                "{count} person could be called at an hour or on a day on which that is not allowed. Nobody was called. "
                "The campaign's page offers to narrow the hours, or to answer for them with a reason.",
                "{count} people could be called at an hour or on a day on which that is not allowed. Nobody was called. "
                "The campaign's page offers to narrow the hours, or to answer for them with a reason.",
                int(error.message or 0),
            ).format(count=formats.number(int(error.message or 0)))
        case errors.PeopleInTwoCampaigns():
            return _("Another running campaign calls these people too"), ngettext(
                "{count} person could be called by both. Nobody was called. The launch asks whether both may.",
                "{count} people could be called by both. Nobody was called. The launch asks whether both may.",
                int(error.message or 0),
            ).format(count=formats.number(int(error.message or 0)))
        case errors.CalledLatelyByAnother():
            return _("Another campaign has called these people a short while ago"), ngettext(
                "{count} person would be called twice in a row. Nobody was called. The launch asks whether that may be.",
                "{count} people would be called twice in a row. Nobody was called. The launch asks whether that may be.",
                int(error.message or 0),
            ).format(count=formats.number(int(error.message or 0)))
        case errors.AnotherActive():
            return _("Another campaign of this assistant is active"), _(
                "An assistant calls for one campaign at a time, and this one is active: {campaigns}. Pause or cancel it first, or "
                "choose another assistant."
            ).format(campaigns=plain(error.message))
        case errors.ClosedNow():
            return _("Its calling days allow no calls now"), _opens(error)
        case errors.DaysNotKept():
            return _("Its calling days cannot be kept here"), _(
                "The console keeps closed days free by pausing the campaign, and this key may not pause campaigns. Nothing was sent. "
                "Please ask for a key that may, or let the campaign call on every day."
            )
        case errors.PeopleNobodyChose():
            return _("There are people in this campaign whom nobody chose"), _nobody_chose(error)
        case errors.PeopleOnOwnList():
            return _("People in this campaign are on your own do-not-call list"), _on_own_list(error)
        case errors.OwnListNotChecked():
            return _("Nobody could look who of this campaign is on your own do-not-call list"), _(
                "So nothing was sent. Please make the campaign smaller, or have the key allowed to read the people of a campaign."
            )
        case errors.WhoIsInNotCertain():
            return _("It is not certain yet who is in this campaign"), _(
                "A contact group was added a moment ago, and Talkturo gave no clear answer. The console is looking; please try again in two minutes."
            )
        case errors.PeopleStillGoingIn():
            return _("People are still being put into this campaign"), _(
                "This list is not in yet: {files}. Start once it is in, or pause or stop it under *Imports*: "
                "whoever came in later would be called without having been seen here."
            ).format(files=plain(error.message))
        case errors.CampaignsWouldCall():
            return _("Campaigns may call whoever joins this group"), _would_call(error)
        case errors.LaunchedMeanwhile():
            return _("The campaign was launched meanwhile"), _(
                "So nobody was put into it from here: whoever is in it is called. Please look at the campaign."
            )
        case errors.LimitNotKept():
            return _("A limit cannot be kept here"), _limit_not_kept(error)
        case errors.NotInThisVersion():
            return _not_in_this_version(error)
        case errors.NotTaken():
            return _("Talkturo shows other settings than were saved"), _(
                "Please look at the campaign's settings before it is launched, and save again what is not as it should be."
            )
        case errors.DryRunNotConfirmed():
            return _("Talkturo did not confirm that this was a dry run"), _(
                "The campaign may have been started. Please look at it now, and stop it where it calls."
            )
        case errors.UnreadableAnswer():
            return _("Talkturo's answer could not be understood"), _("Please try again in a few minutes.")
        case _other:
            return _("Talkturo did not do that"), _("Please try again in a moment.")


def _nobody_chose(error: errors.PeopleNobodyChose) -> str:
    if error.imported:
        return nobody_chose(error.count or 0, [plain(name) for name in error.names])
    if error.count is None:
        who = _("Talkturo may have put people into it by itself; they could not be counted.")
    else:
        who = ngettext(
            "Talkturo put {count} person into it by itself.",
            "Talkturo put {count} people into it by itself.",
            error.count,
        ).format(count=formats.number(error.count))
    return f"{who} " + _(
        "It stays a draft and is not launched from here. Please delete it, and create another one."
    )


def _opens(error: errors.ClosedNow) -> str:
    if error.opens_at is None:
        return _("Nobody is called, and no later day is open. Please look at its calling days.")
    if not error.by_itself:
        return _(
            "Nobody is called now, and the console stopped it for another reason too. Please let it go on once its days allow "
            "calls again: {moment}."
        ).format(moment=formats.day_and_moment(error.opens_at))
    return _("Nobody is called now. The console lets it begin by itself: {moment}.").format(
        moment=formats.day_and_moment(error.opens_at)
    )


def _on_own_list(error: errors.PeopleOnOwnList) -> str:
    count = error.count or len(error.names) or 1
    said = ngettext(
        "{count} person asked not to be called, and could neither be taken out nor be marked in Talkturo.",
        "{count} people asked not to be called, and could neither be taken out nor be marked in Talkturo.",
        count,
    ).format(count=formats.number(count))
    named = ", ".join(plain(name) for name in error.names)
    who = _("Among them: {names}.").format(names=named) if named else ""
    advice = _(
        "Mark them there as do not call, or make a copy of the campaign: who is on the list does not get into it."
    )
    return " ".join(part for part in (said, who, advice) if part)


def _would_call(error: errors.CampaignsWouldCall) -> str:
    names = ", ".join(plain(name) for name in error.campaigns.values())
    return _("Nobody was added to it. These run or are scheduled: {campaigns}.").format(campaigns=names)


def _limit_not_kept(error: errors.LimitNotKept) -> str:
    few = _("Please put only as many people into the campaign as may be called.")
    match error.message:
        case NotKept.CANNOT_PAUSE:
            why = _(
                "The console stops a campaign after so many people by pausing it, and this key may not pause campaigns."
            )
        case NotKept.CANNOT_COUNT:
            why = _(
                "Talkturo does not tell here who has been called, so nobody could stop the campaign in time."
            )
        case NotKept.AT_ONCE:
            why = _(
                "How many people are called at once could not be set to the limit or less. A campaign that is running has to be paused first."
            )
        case _other:
            why = _("Nobody would stop the campaign in time.")
    return f"{why} {few}"


def _not_in_this_version(error: errors.NotInThisVersion) -> tuple[str, str]:
    title = _("This version of the platform cannot do that")
    match error.message:
        case "scheduledStartAt":
            return title, _(
                "A campaign with a start date begins by itself, with whoever is in it. Please create it without a date, and set the date in its settings once the people are in."
            )
        case "accountSlug":
            return title, _(
                "It starts a campaign only with the account's short name. Please ask the person who runs this console to set TALKTURO_ACCOUNT_SLUG."
            )
        case "audience":
            return title, _(
                "It would take in a whole group, and not the people of one company. Please upload a list of those who are to be called."
            )
        case "notYetDialed":
            return title, _(
                "Who was called before is told of the group of the campaign's assistant alone, and only while the campaign is empty."
            )
        case "groups":
            return title, _("It has no contact groups. Please upload a list of those who are to be called.")
        case "maxConcurrentCalls":
            sentence = _("At most {count} people at once can be called here. Please choose a smaller number.")
            return title, sentence.format(count=MOST_AT_ONCE)
        case setting if setting in set(Setting):
            return title, _("It is not known to take this setting from a campaign.")
        case "dryRun":
            return title, _("It knows no dry run, and could take one for a launch.")
        case _other:
            return title, _("*Connection* shows what is possible here.")


def _goes_on(error: errors.BudgetSpent) -> str:
    resets_at = getattr(error, "resets_at", None)
    if resets_at is None:
        return _("Please try again in an hour.")
    return _("It goes on at {time}.").format(time=formats.weekday_moment(resets_at))


def _slow_down(error: errors.TooManyRequests) -> str:
    if error.retry_after is None:
        return _("Please try again in a few minutes.")
    return _("Please try again in {duration}.").format(duration=formats.duration(max(1.0, error.retry_after)))


def draw_problem(error: Trouble, doing: Doing = Doing.READING) -> None:
    """The error as a box on the page."""
    problem = explain(error, doing)
    uncertain = isinstance(error, errors.ApiError) and doing is not Doing.READING and error.may_have_acted
    (st.warning if uncertain else st.error)(problem.body, title=problem.title, icon=":material/error:")


@contextmanager
def problems_shown(doing: Doing = Doing.READING, *, title: str = "") -> Iterator[None]:
    """Draw a failure of the platform or of the database inside as a sentence and go on after the block; below a `title`
    where the page has none yet."""
    try:
        yield
    except (errors.ApiError, DatabaseAway, DaysChanged) as error:
        if isinstance(error, errors.ApiError):
            log.warning("%s failed: %s", error.operation, type(error).__name__)
        if title:
            st.title(title, anchor=False)
        draw_problem(error, doing)


class Aged(Protocol):
    """Something read, perhaps a while ago. `error` is why it is not newer."""

    @property
    def fetched_at(self) -> datetime: ...

    @property
    def error(self) -> errors.ApiError | None: ...


def draw_age(read: Aged, try_again: Callable[[], None], key: str = "try-again") -> None:
    """Draw why, and how old what is shown is, where the platform fails. Nothing otherwise."""
    if read.error is None:
        return
    problem = explain(read.error)
    as_of = _("What you see is as of {time}.").format(time=formats.clock_time(read.fetched_at))
    st.warning(f"{as_of} {problem.body}", title=problem.title, icon=":material/history:")
    st.button(_("Try again"), key=key, on_click=try_again, icon=":material/refresh:")


def draw_unexpected(error: Exception) -> None:
    """Draw a sentence with a reference for what nobody foresaw; the details are in the log only."""
    if isinstance(error, errors.ApiError | DatabaseAway):
        draw_problem(error)
        return
    if isinstance(error, NotAllowed):
        st.error(sentence(error.denial), title=_("Please sign in again"), icon=":material/lock:")
        return
    reference = secrets.token_hex(3).upper()
    log.error("unexpected error, reference %s", reference, exc_info=error)
    st.error(
        _(
            "This part of the page could not be shown. It started no calls by itself. Please reload the page; if it happens "
            "again, give the person who runs this console the reference {reference}."
        ).format(reference=reference),
        title=_("Something went wrong in the console"),
        icon=":material/error:",
    )
