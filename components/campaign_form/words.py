"""Words for a campaign's entries: its calling hours and its start."""

from __future__ import annotations

from components.ui import formats
from components.ui.markdown import plain
from components.ui.place_names import zone_label
from services.campaigns.form import Hours
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
