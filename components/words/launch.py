"""Words of a start: what its button does, and what follows after the first calls."""

from __future__ import annotations

from dataclasses import dataclass

from components.ui import formats
from services.texts import _, ngettext


@dataclass(frozen=True)
class Start:
    """A start as it is about to be clicked. None: not known.

    `waiting`: people who would be called after it. `first`: those who would be called at once. `most`: after how many
    people it waits for a person.
    """

    waiting: int | None
    first: int | None
    most: int | None = None
    at_once: int | None = None

    @property
    def stops(self) -> bool:
        """Whether it is paused before everybody was called."""
        return self.most is not None and (self.waiting is None or self.most < self.waiting)


def button_words(start: Start) -> str:
    """All of what the click does: for how many people, and how many of them at once."""
    if start.stops and start.most is not None:
        return ngettext(
            "Start with {count} person, then wait for you",
            "Start with {count} people, then wait for you",
            start.most,
        ).format(count=formats.number(start.most))
    if not start.waiting:
        return _("Start campaign") if not start.first else _first_only(start.first)
    whom = ngettext("Start campaign: {count} person", "Start campaign: {count} people", start.waiting).format(
        count=formats.number(start.waiting)
    )
    return f"{whom}, {when}" if (when := _when(start)) else whom


def _first_only(first: int) -> str:
    return _("Start campaign: first {count} now").format(count=formats.number(first))


def _when(start: Start) -> str:
    if start.first is None:
        return ""
    if not start.first:
        return _("nobody right now")
    if start.waiting is not None and start.first >= start.waiting:
        return _("now")
    return _("first {count} now").format(count=formats.number(start.first))


def follows_words(start: Start) -> str:
    """What comes after the first calls; nothing where that is not known."""
    if start.stops and start.most is not None:
        then = _("Then the console pauses it and waits for you.")
        if start.waiting is None:
            return then
        others = start.waiting - start.most
        return (
            then
            + " "
            + ngettext(
                "{count} other person is called when you say so.",
                "{count} others are called when you say so.",
                others,
            ).format(count=formats.number(others))
        )
    if start.waiting is None or start.first is None or start.at_once is None or start.waiting <= start.first:
        return ""
    others = start.waiting - start.first
    return ngettext(
        "{count} more person follows within the calling hours, at most {at_once} at once.",
        "{count} more people follow within the calling hours, at most {at_once} at once.",
        others,
    ).format(count=formats.number(others), at_once=formats.number(start.at_once))
