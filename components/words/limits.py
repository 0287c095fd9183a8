"""Sentences about a limit "at most N people": how far it is, what the console did, and by how many it may be exceeded."""

from __future__ import annotations

from components.ui import formats
from services.keeper import Limit, NotKept, WatchState, Why, most_beyond
from services.texts import _, ngettext


def limit_words(limit: Limit, called: int, *, resting: bool) -> str:
    """How far a limit that holds is, once `called` people were called."""
    match limit.state:
        case WatchState.PAUSED:
            return f"{_stopped(limit, called)} {_('Look at the outcomes, then go on with the others.')}"
        case WatchState.PAUSING:
            return _("{called} people were called: the console is pausing it now.").format(
                called=formats.number(called)
            )
        case WatchState.ALARM if limit.why is Why.NOT_SEEN:
            return _(
                "The console cannot see since {time} how many were called, and keeps trying. It was to stop after {count}. "
                "Please look in Talkturo itself."
            ).format(time=formats.moment(limit.since), count=formats.number(limit.most))
        case WatchState.ALARM:
            return _(
                "It was to stop after {count}, and {called} were called. Talkturo does not say that it is paused; the console keeps "
                "pausing it. Please pause it in Talkturo itself."
            ).format(count=formats.number(limit.most), called=formats.number(called))
        case _other:
            return _holds(limit, called, resting=resting)


def _holds(limit: Limit, called: int, *, resting: bool) -> str:
    sentence = ngettext(
        "The console stops it after {count} person: {called} called so far.",
        "The console stops it after {count} people: {called} called so far.",
        limit.most,
    ).format(count=formats.number(limit.most), called=formats.number(called))
    if resting:
        return f"{sentence} {_('That holds when it goes on, too.')}"
    return sentence


def _stopped(limit: Limit, called: int) -> str:
    if limit.why is Why.NOT_COUNTED:
        return _("The console has paused it, because Talkturo does not tell any more who was called.")
    if called > limit.most:
        return _("Stopped by the console after {count}: {called} people were called.").format(
            count=formats.number(limit.most), called=formats.number(called)
        )
    return ngettext(
        "Stopped by the console after {count} person.",
        "Stopped by the console after {count} people.",
        limit.most,
    ).format(count=formats.number(limit.most))


def waits_words(limit: Limit) -> str:
    """What a campaign does that was stopped after so many: it waits for a person."""
    return ngettext(
        "It waits for you: {count} person was to be called first. Nobody else is called until you go on with the others.",
        "It waits for you: {count} people were to be called first. Nobody else is called until you go on with the others.",
        limit.most,
    ).format(count=formats.number(limit.most))


def go_on_words(others: int | None) -> str:
    """Words of the button; `others` is how many wait, None where that is not told."""
    if others is None:
        return _("Go on with the others")
    return _("Go on with the others ({count})").format(count=formats.number(others))


def limit_badge(limit: Limit) -> str:
    """Words for a badge in the list."""
    if limit.reached:
        return _("Waits for you after {count}").format(count=formats.number(limit.most))
    called = formats.number(limit.called or 0)
    return _("Stops after {count}, {called} called").format(count=formats.number(limit.most), called=called)


def at_once_words(limit: Limit) -> str:
    """Where people at once could not be put back."""
    return _(
        "For the start with at most {count}, people at once were set to {now}; before it was {before}. That could not be put back: "
        "change it in the settings."
    ).format(
        count=formats.number(limit.most),
        now=formats.number(limit.at_once or limit.most),
        before=formats.number(limit.at_once_before or 0),
    )


def before_the_start(at_once: int | None) -> str:
    """What a number of people means, before it is said; `at_once` are those called at once."""
    return _(
        "With a number, the console pauses the campaign once so many people were called, also with no page open and after a "
        "restart. To pause hangs up nobody, and up to {count} more may be called until then."
    ).format(count=formats.number(most_beyond(None, at_once)))


def not_offered(why: NotKept) -> str:
    """Why nobody can be asked for at most so many."""
    if why is NotKept.CANNOT_PAUSE:
        return _(
            "A start with at most so many people is not offered: this key may not pause campaigns, so nobody would stop it."
        )
    return _("A start with at most so many people is not offered: nobody would stop it.")


def when_it_resumes(limit: Limit) -> str:
    """What becomes of a limit when the campaign is resumed."""
    if limit.reached:
        return _(
            "The limit of {count} ends with that: everybody who waits is called, within the calling hours."
        ).format(count=formats.number(limit.most))
    return _holds(limit, limit.called or 0, resting=True)
