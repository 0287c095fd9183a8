"""Sentences for the codes of an import, in the person's language. Times stay with the caller, who knows her zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel.numbers import format_decimal

from services.imports.job import Job, JobState, LogEntry, PausedBy
from services.texts import _, language, ngettext


def count(value: int) -> str:
    return format_decimal(value, locale=language().locale)


def state(job: Job) -> str:
    """The state in a few words."""
    match job.state:
        case JobState.STORING | JobState.WAITING:
            return _("Waiting to begin")
        case JobState.RUNNING:
            return _working(job.code)
        case JobState.SLEEPING:
            return _("Waiting for the request limit")
        case JobState.DONE:
            return _("Finished")
        case JobState.CANCELLED:
            return _("Stopped for good")
        case JobState.PAUSED:
            return _paused(job.paused_by)


def _working(code: str) -> str:
    match code:
        case "retrying":
            return _("Trying again soon")
        case "behind" | "unclear":
            return _("Going on soon")
        case _other:
            return _("Under way")


def _paused(paused_by: PausedBy | None) -> str:
    match paused_by:
        case PausedBy.TOKEN:
            return _("Paused: the key is not accepted")
        case PausedBy.PROBLEM:
            return _("Paused: needs your attention")
        case _other:
            return _("Paused by hand")


def stage(job: Job) -> str:
    """Name of the stage the work is at."""
    match job.stage:
        case "prepare" | "members" | "forbidden" | "sort_looked" | "crm_numbers" | "sort_looked_up" | "plan":
            return _("Looking who is there already and who must not be called")
        case "import" | "create":
            return _("Putting new people into Talkturo")
        case "find" | "sort_found" | "search":
            return _("Finding them in Talkturo")
        case "enrol":
            return _("Enrolling them in the campaign")
        case _other:
            return _("Checking the campaign against the list")


def explanation(job: Job, shown: Callable[[str], str] = str) -> str:
    """Explanation of a state: what happened, that nothing is lost, and what to do; empty where the state says it all.

    `shown` makes of a name what the screen takes.
    """
    match job.code:
        case "retrying":
            return _("Talkturo did not answer as it should. The import tries again by itself.")
        case "behind":
            return _(
                "Another import is putting people into the same campaign. This one goes on by itself after it, so that nobody goes in twice."
            )
        case "unclear":
            return _(
                "Talkturo gave no clear answer when people were put in. The import waits until it is certain who is in the campaign, and then sends only who is missing."
            )
        case "budget":
            return _(
                "The requests this key may make in an hour are used up. The list is safe, and the import goes on by itself."
            )
        case "token":
            return _(
                "Talkturo does not accept the key any more. The import keeps its place and goes on by itself once the key works again; *Connection* shows whether it does."
            )
        case "campaign_closed":
            return _(
                "The campaign takes no new people in its present state. Pause it, or see whether it has ended; then let the import go on."
            )
        case "campaign_gone":
            return _(
                "The campaign is no longer there. What is done stays done. Stop this import, or let it go on once the campaign is back."
            )
        case "uninvited":
            found = job.nobody_chose
            people = found.count if found else int(job.params.get("people", 0))
            return nobody_chose(people, [shown(name) for name in found.names] if found else [])
        case "unwell":
            return _(
                "Talkturo has failed to answer many times in a row. Nothing is lost: let the import go on when Talkturo is well again."
            )
        case "refuses_everything":
            return _(
                "Talkturo refused one person after another, so this is not about the people. The sentences it gave are in the list of rows."
            )
        case "no_credits":
            return _("The account has less than one credit. Top it up, then let the import go on.")
        case "closed" | "refused":
            return _(
                "Talkturo refused what the import has to do next. Let it go on to try again; if that does not help, ask the person who runs this console."
            )
        case "unexpected" | "keeps_stopping":
            return _(
                "Something went wrong in the console itself. The list is safe. Let the import go on; if it stops again, ask the person who runs this console."
            )
        case _other:
            return ""


def log_line(entry: LogEntry) -> str:
    """One line of an import's log."""
    rows = int(entry.params.get("rows", entry.params.get("people", 0)))
    match entry.code:
        case "accepted":
            return ngettext(
                "The list with {count} row was accepted.", "The list with {count} rows was accepted.", rows
            ).format(count=count(rows))
        case "started":
            return ngettext(
                "The work began: {count} person can be called.",
                "The work began: {count} people can be called.",
                rows,
            ).format(count=count(rows))
        case "one_by_one":
            return _("This deployment takes no files: new people go in one by one.")
        case "smaller":
            return ngettext(
                "Talkturo takes less at once: now {count} row a request.",
                "Talkturo takes less at once: now {count} rows a request.",
                rows,
            ).format(count=count(rows))
        case "moved":
            return moved(rows)
        case "fields_refused":
            return fields_refused(entry.params.get("fields", []))
        case "others":
            return ngettext(
                "{count} person who was not in the campaign yet is put in.",
                "{count} people who were not in the campaign yet are put in.",
                rows,
            ).format(count=count(rows))
        case "restarted":
            return _("The console was restarted; the import went on where it was.")
        case "handed_over":
            return _("Another process took the import over, where it was.")
        case "retried":
            return ngettext(
                "{count} row that had failed is tried again.",
                "{count} rows that had failed are tried again.",
                rows,
            ).format(count=count(rows))
        case _other:
            return _log_state(entry.code)


def waiting(job: Job) -> str:
    """Said of those who are not in the campaign yet because only so many were wanted there; empty where nobody waits."""
    if not job.waiting:
        return ""
    return ngettext(
        "{count} person of the list is not in the campaign yet: only the first {most} were wanted. Nobody of them is called.",
        "{count} people of the list are not in the campaign yet: only the first {most} were wanted. Nobody of them is called.",
        job.waiting,
    ).format(count=count(job.waiting), most=count(job.at_most or 0))


def nobody_chose(people: int, names: Sequence[str]) -> str:
    """Said of people in a campaign who were neither in it before an import nor sent by it."""
    said = ngettext(
        "After people were put in, {count} person more is in this campaign than was sent or was in it before.",
        "After people were put in, {count} people more are in this campaign than were sent or were in it before.",
        people,
    ).format(count=count(people))
    if names:
        listed = ", ".join(names) + (" …" if people > len(names) else "")
        said += " " + _("Among them: {names}.").format(names=listed)
    return f"{said} " + _(
        "Talkturo may have added them by itself, or a colleague on Talkturo's own page. Nobody further is sent, and this console does not "
        "launch, resume or schedule the campaign any more. If it is running it may call them: please pause it. Go on with a copy of it, "
        "and look there who is in it before the launch."
    )


def fields_refused(fields: Sequence[str]) -> str:
    """Said of own fields of the list that the platform did not take."""
    return _("Talkturo refused these fields of the list, and people went in without them: {fields}.").format(
        fields=", ".join(fields)
    )


def fields_unseen(fields: Sequence[str]) -> str:
    """Said of own fields that the platform took, and does not show."""
    return _(
        "Talkturo shows no value of these fields for any of the people looked at: {fields}. An assistant may not know them."
    ).format(fields=", ".join(fields))


def moved(people: int) -> str:
    """Said of people whom somebody else had put into the campaign a moment before."""
    return ngettext(
        "{count} person was in the campaign already; the next call has moved.",
        "{count} people were in the campaign already; their next call has moved.",
        people,
    ).format(count=count(people))


def _log_state(code: str) -> str:
    match code:
        case "paused":
            return _("Paused by hand.")
        case "resumed":
            return _("Let go on by hand.")
        case "token":
            return _("Paused: the key was not accepted.")
        case "token_works":
            return _("The key works again; the import went on.")
        case "cancelled":
            return _("Stopped for good by hand. What was done stays done.")
        case "done":
            return _("Finished: every row is accounted for.")
        case "forgotten":
            return _("The people's data of this list was deleted; the counts stay.")
        case "budget":
            return _("The hour's requests were used up; the import waited.")
        case "retrying":
            return _("Talkturo did not answer as it should; tried again.")
        case "behind":
            return _("Waited for another import of the same campaign.")
        case "unclear":
            return _("No clear answer; waited until it was certain who is in the campaign.")
        case "uninvited":
            return _("Paused: there were people in the campaign whom nobody had chosen.")
        case _other:
            return _("Paused: it needed somebody's attention.")


def reason(code: str) -> str:
    """Reason why a row was left out; `file:<verdict>` for what the file's check ruled out."""
    match code:
        case "file:malformed":
            return _("The row could not be read")
        case "file:blocked":
            return _("Must not be called, says the list")
        case "file:invalid":
            return _("No number that can be called")
        case "file:rejected":
            return _("Left out by hand")
        case "file:duplicate":
            return _("The number stands in the list twice")
        case "file:review":
            return _("A question about this row was left open")
        case "do_not_call":
            return _("Must not be called, says Talkturo")
        case "called_lately":
            return _("Was called a short while ago: not twice in a row")
        case "own_list":
            return _("Is on your own do-not-call list")
        case "same_person":
            return _("The same person stands in the list twice")
        case "refused":
            return _("Talkturo refused this person")
        case "not_found":
            return _("Could not be found in Talkturo after the import")
        case _other:
            return _reason_of_platform(code)


def _reason_of_platform(code: str) -> str:
    match code:
        case "not_enrolled":
            return _("The campaign did not take this person")
        case "other_company":
            return _("Belongs to another company in Talkturo")
        case "not_possible_here":
            return _("New people cannot be put into Talkturo with this key")
        case "unclear":
            return _("Talkturo's answer was lost, and nobody can look whether the person is there")
        case "perhaps_in":
            return _(
                "Talkturo's answer was lost, and nobody can look whether the person is in the campaign: not sent again"
            )
        case "crm_closed":
            return _(
                "Nobody can look with this key who is in Talkturo already: a wish not to be called could be overwritten"
            )
        case "number_not_known":
            return _(
                "Nobody can look with this key which number Talkturo has for the person: it may be on your own do-not-call list"
            )
        case "no_group":
            return _("New people go into a contact group of their own, and this key can make none")
        case "cannot_look":
            return _(
                "Nobody can look who is in the campaign with this key, and the person may be in it already"
            )
        case "exists":
            return _("Is in Talkturo already, but cannot be found there with this key")
        case _other:
            return _("Left out by the list's check")
