"""Words for a campaign's entries: its calling hours and its start."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from babel.units import format_unit

from components.campaign_form.each_call import ON_VOICEMAIL, WHEN_UNAVAILABLE
from components.ui import formats
from components.ui.markdown import plain
from components.ui.place_names import zone_label
from services.api.taken_settings import Setting
from services.campaigns.form import EachCall, Hours
from services.texts import _


def hours_words(hours: Hours) -> str:
    """ "09:00–17:00 in each person's own time zone, otherwise Berlin"."""
    if hours.window is None:
        return ""
    sentence = (
        _("{start}–{end} in each person's own time zone, otherwise {zone}")
        if hours.use_contact_timezone
        else _("{start}–{end} in {zone}")
    )
    return sentence.format(
        start=formats.clock(hours.start),
        end=formats.clock(hours.end),
        zone=plain(zone_label(hours.window.timezone)),
    )


def start_words(hours: Hours) -> str:
    if not hours.on_a_date:
        return _("When somebody launches it")
    return formats.moment(hours.starts_at) if hours.starts_at else ""


def longest_words(each: EachCall) -> str:
    """ "30 minutes"; "" where it is not told."""
    if each.longest_minutes is None:
        return ""
    return format_unit(each.longest_minutes, "minute", locale=formats.locale())


def voicemail_words(each: EachCall) -> str:
    """What is set of it; "" where nothing is told: then the assistant's own setting may hold."""
    said: list[str] = []
    if each.detects_voicemail is not None:
        said.append(_("Noticed") if each.detects_voicemail else _("Not noticed"))
    if each.on_voicemail:
        said.append(_choice(ON_VOICEMAIL, each.on_voicemail))
    if each.when_unavailable:
        sentence = _("when nobody can be reached: {choice}")
        said.append(sentence.format(choice=_choice(WHEN_UNAVAILABLE, each.when_unavailable)))
    return "; ".join(said)


def each_call_words(each: EachCall, known: Collection[Setting]) -> str:
    """What is set of each call, as far as this version has it; as Markdown."""
    said: list[str] = []
    if Setting.LONGEST_CALL in known and (longest := longest_words(each)):
        said.append(_("at most {duration}").format(duration=longest))
    if Setting.VOICEMAIL in known and (voicemail := voicemail_words(each)):
        said.append(_("voicemail: {choice}").format(choice=voicemail))
    return " · ".join(said) or _("as usual")


def _choice(words: Mapping[str, str], told: str) -> str:
    return _(words[told]) if told in words else plain(told)
