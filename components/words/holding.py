"""Sentences about what keeps people from being called: the answer in one of them, and a word for every part."""

from __future__ import annotations

from datetime import datetime, timedelta

from components.ui import formats
from components.words.calling_days import special_words
from services.campaign.held_parts import Holding, Part
from services.texts import N_, _, ngettext

SAID_FROM = timedelta(minutes=1)
PART_WORDS: dict[Part, str] = {
    Part.DONE: N_("Called to the end"),
    Part.NOT_CALLABLE: N_("Not to be called, or without a number"),
    Part.CALLING: N_("Being called"),
    Part.NOT_LAUNCHED: N_("Wait for the launch"),
    Part.OVER: N_("Left over: the campaign has ended"),
    Part.AT_MOST: N_("Held by “at most so many people”"),
    Part.KEPT_PAUSED: N_("Kept paused by the console"),
    Part.PAUSED: N_("Held by the pause"),
    Part.START_DATE: N_("Wait for the start"),
    Part.OVERDUE: N_("Wait for a start that is overdue"),
    Part.DAY: N_("Today is no calling day"),
    Part.HOURS: N_("Outside the calling hours"),
    Part.RETRY: N_("Wait for the next try"),
    Part.AT_ONCE: N_("Wait for a free line"),
    Part.NUMBERS: N_("Held by the caller numbers"),
    Part.CREDITS: N_("Held by the credits"),
    Part.SILENCE: N_("Could be called, and Talkturo does not"),
    Part.NEXT: N_("Next to be called"),
    Part.UNKNOWN: N_("Not known"),
}
_ANSWERS: dict[Part, str] = {
    Part.NOT_LAUNCHED: N_("Nobody is called before somebody launches it."),
    Part.OVER: N_("The campaign has ended, and not everybody was called to the end."),
    Part.AT_MOST: N_("The console has stopped it: as many people were called as it was launched for."),
    Part.KEPT_PAUSED: N_("The console keeps it paused; why, it says above."),
    Part.PAUSED: N_("The campaign is paused: nobody is called until somebody resumes it."),
    Part.START_DATE: N_("The campaign has not started yet."),
    Part.OVERDUE: N_(
        "Its start has passed, and Talkturo has not started it. Another campaign of this assistant may be active, or the credits "
        "may be used up."
    ),
    Part.DAY: N_("Today is no calling day where these people are."),
    Part.HOURS: N_("It is outside the calling hours where these people are."),
    Part.RETRY: N_("These people were tried already and wait for the next try."),
    Part.AT_ONCE: N_("As many are being called as are called at once."),
    Part.NUMBERS: N_("None of its caller numbers can call."),
    Part.CREDITS: N_("The credits are used up."),
    Part.SILENCE: N_(
        "Nothing that this console can see holds these people back, and Talkturo calls nobody: another campaign of this "
        "assistant may be active, or a launch for so many people may have made its calls."
    ),
    Part.NEXT: N_("The next call is about to begin."),
    Part.UNKNOWN: N_("Talkturo does not tell what holds these people back."),
}
_THEN: dict[Part, str] = {
    Part.AT_MOST: N_("Even then the limit “at most so many people” stops it."),
    Part.NUMBERS: N_("Even then nobody can be called: none of its caller numbers works."),
    Part.CREDITS: N_("Even then nobody can be called: the credits are used up."),
}


def answer(found: Holding, now: datetime, at_once: int | None = None) -> str:
    """Why nobody is being called, or what the others wait for, with the time it ends; what holds after that."""
    if found.binding is None:
        return _("Nobody is waiting to be called.")
    if not found.calling:
        return _why(found, now)
    being = ngettext("{count} person is being called", "{count} people are being called", found.calling)
    being = being.format(count=formats.number(found.calling))
    if found.binding.part is not Part.AT_ONCE:
        return f"{being}. {_why(found, now)}"
    waiting = found.of(Part.AT_ONCE)
    wait = ngettext("{count} waits for a free line", "{count} wait for a free line", waiting)
    return _("{being}, {wait}: {at_once} at once.").format(
        being=being,
        wait=wait.format(count=formats.number(waiting)),
        at_once=formats.number(at_once),
    )


def _why(found: Holding, now: datetime) -> str:
    if found.binding is None:
        return ""
    why = [_(_ANSWERS[found.binding.part])]
    if found.today is not None:
        why.append(f"{special_words(found.today)}.")
    return " ".join([*why, *_when(found, now), *(_(_THEN[one]) for one in found.then)])


def _when(found: Holding, now: datetime) -> list[str]:
    binding, following = found.binding, found.next_call
    if binding is None or binding.until is None:
        return []
    at = formats.near_moment(binding.until, now)
    if binding.part is Part.START_DATE:
        return [_("It starts at {time}.").format(time=at)]
    if following is not None and following < binding.until:
        sooner = formats.near_moment(following, now)
        return [
            _("For them it goes on at {time}; the next call is due at {sooner}.").format(
                time=at, sooner=sooner
            )
        ]
    return [_("It goes on at {time}.").format(time=at)]


def is_old(found: Holding, now: datetime) -> bool:
    """Whether it is of so long ago that it has to be said."""
    return found.at is not None and now - found.at >= SAID_FROM


def together(found: Holding, now: datetime) -> str:
    """What the parts add up to, and of when that is where it is not of now."""
    if found.people is None:
        said = _("How many people are in it is not told.")
    else:
        said = ngettext("{count} person in all", "{count} people in all", found.people).format(
            count=formats.number(found.people)
        )
    if found.at is None or not is_old(found, now):
        return said
    return f"{said} · " + _("As of {time}").format(time=formats.moment(found.at))
