"""Sentences about a campaign that rests while its calling days allow no calls, and about what keeps it from going on."""

from __future__ import annotations

from components.ui import formats
from services.keeper import CampaignRest, WatchState, Why
from services.texts import _


def rest_words(rest: CampaignRest) -> str:
    """What it waits for, or why it does not go on by itself."""
    if rest.state is WatchState.ALARM:
        return _(
            "Its calling days allow no calls now, and Talkturo does not say that it is paused; the console keeps pausing it. Please "
            "pause it in Talkturo itself."
        )
    match rest.why:
        case Why.CLOSED:
            return _closed(rest)
        case Why.HELD:
            return _(
                "Its calling days allow calls again. It stays paused, because the console stopped it for another reason."
            )
        case Why.NOT_CLEAR:
            return _(
                "Its calling days allow calls again. It stays paused until it is certain what became of its last start."
            )
        case Why.STRANGERS:
            return _(
                "Its calling days allow calls again. It stays paused, because people are in it whom nobody chose."
            )
        case Why.NOT_RESUMED:
            return _(
                "Its calling days allow calls again, and Talkturo did not let it go on. Please look at it, then resume it."
            )
        case _other:
            return _(
                "Its calling days allow calls again. It stays paused, because something speaks against a launch; it goes on by itself "
                "once that is mended."
            )


def _closed(rest: CampaignRest) -> str:
    if rest.until is None:
        return _("It rests: its calling days allow no calls any more. Please look at its calling days.")
    moment = formats.day_and_moment(rest.until)
    if rest.begins:
        return _("Its calling days allow no calls now. It begins by itself: {moment}.").format(moment=moment)
    return _("It rests, because its calling days allow no calls now. It goes on by itself: {moment}.").format(
        moment=moment
    )


def rest_badge(rest: CampaignRest) -> str:
    """Words for a badge in the list."""
    if rest.state is WatchState.ALARM:
        return _("Should rest, and may call")
    if rest.why is not Why.CLOSED:
        return _("Does not go on")
    if rest.until is None:
        return _("Rests")
    return _("Rests until {moment}").format(moment=formats.weekday_moment(rest.until))
