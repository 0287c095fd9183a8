"""Sentences about a campaign that rests while its calling days allow no calls, or while somebody in it was called often enough, and
about what keeps it from going on."""

from __future__ import annotations

from components.ui import formats
from components.ui.place_names import place_name
from services.keeper import AtCallLimit, CampaignRest, WatchState, Why
from services.texts import _, ngettext


def rest_words(rest: CampaignRest) -> str:
    """What it waits for, or why it does not go on by itself."""
    if rest.state is WatchState.ALARM and rest.for_calls:
        return _(
            "Somebody in it was called as often as is allowed, and Talkturo does not say that it is paused; the console keeps pausing "
            "it. Please pause it in Talkturo itself."
        )
    if rest.state is WatchState.ALARM:
        return _(
            "Its calling days allow no calls now, and Talkturo does not say that it is paused; the console keeps pausing it. Please "
            "pause it in Talkturo itself."
        )
    match rest.why:
        case Why.CLOSED:
            return _called_often(rest, rest.for_calls) if rest.for_calls else _closed(rest)
        case Why.OUTSIDE:
            return _("Everybody in it may be called again. It goes on by itself when its calling hours open.")
        case Why.HELD:
            return _("It may call again. It stays paused, because the console stopped it for another reason.")
        case Why.NOT_CLEAR:
            return _("It may call again. It stays paused until it is certain what became of its last start.")
        case Why.STRANGERS:
            return _("It may call again. It stays paused, because people are in it whom nobody chose.")
        case Why.NOT_RESUMED:
            return _(
                "It may call again, and Talkturo did not let it go on. Please look at it, then resume it."
            )
        case _other:
            return _(
                "It may call again. It stays paused, because something speaks against a launch; it goes on by itself "
                "once that is mended."
            )


def calls_words(rest: CampaignRest) -> str:
    """What of its limits of calls to one person is not kept while it calls; "" where nothing is to be said."""
    if rest.cannot_pause:
        return _(
            "Somebody in it was called as often as is allowed, and this key may not pause the campaign. Please pause it in Talkturo "
            "itself."
        )
    if rest.holds or not rest.not_counted:
        return ""
    return ngettext(
        "Where {count} person in it is, only so many calls to one person are allowed. Not all calls to them are known here, so the "
        "console cannot keep that.",
        "Where {count} people in it are, only so many calls to one person are allowed. Not all calls to them are known here, so the "
        "console cannot keep that.",
        rest.not_counted,
    ).format(count=formats.number(rest.not_counted))


def _called_often(rest: CampaignRest, told: AtCallLimit) -> str:
    why = ngettext(
        "It rests: {count} person in it was called as often as is allowed in {place}, over all campaigns ({limit}).",
        "It rests: {count} people in it were called as often as is allowed in {place}, over all campaigns ({limit}).",
        told.people,
    ).format(
        count=formats.number(told.people),
        place=place_name(told.place),
        limit=limit_words(told.calls, told.hours),
    )
    if rest.not_counted:
        return f"{why} " + _("It stays paused, because not all calls to its people are known here any more.")
    if rest.until is None:
        return why
    moment = formats.day_and_moment(rest.until)
    return f"{why} " + _("It goes on by itself: {moment}.").format(moment=moment)


def limit_words(calls: int, hours: int) -> str:
    """Like "3 calls in 24 hours" or "4 calls in 30 days"."""
    days = hours // 24
    if hours % 24 or days == 1:
        time = ngettext("{count} hour", "{count} hours", hours).format(count=formats.number(hours))
    else:
        time = ngettext("{count} day", "{count} days", days).format(count=formats.number(days))
    return ngettext("{count} call in {time}", "{count} calls in {time}", calls).format(
        count=formats.number(calls), time=time
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
