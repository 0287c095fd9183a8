"""Sentences on contact groups: their sizes, who of one would get into a campaign, and why there are none here."""

from __future__ import annotations

from collections.abc import Sequence

from components.ui import formats
from components.ui.markdown import plain, shortened
from components.ui.unique_labels import unique_labels
from services.api.generation import Generation
from services.api.models import Group
from services.groups.audience import AudiencePreview, LeftOut
from services.texts import _, ngettext


def group_labels(groups: Sequence[Group]) -> dict[str, str]:
    """Names with sizes, by the groups' ids. Not escaped."""
    return unique_labels({one.id: _label(one) for one in groups})


def _label(group: Group) -> str:
    name = shortened(group.name, 80)
    if group.contact_count is None:
        return _("{group} · how many is not known").format(group=name)
    count = group.contact_count
    return ngettext("{group} · {count} person", "{group} · {count} people", count).format(
        group=name, count=formats.number(count)
    )


def people_of(count: int, group_name: str) -> str:
    """`3 people of Renewals`, as Markdown."""
    return ngettext("{count} person of {group}", "{count} people of {group}", count).format(
        count=formats.number(count), group=plain(shortened(group_name, 80))
    )


def whom_it_would_add(found: AudiencePreview) -> str:
    """What the preview says, and who says it, as Markdown."""
    if not found.count:
        return _("Nobody of {group} would be added.").format(group=plain(found.choice.group_name))
    said = _("**{people}** would be added.").format(people=people_of(found.count, found.choice.group_name))
    by = (
        _("Talkturo counted them; nobody was added yet.")
        if found.by_platform
        else _(
            "This was worked out here from the people of the group; Talkturo counts none but the group of the campaign's "
            "assistant, and that only while the campaign is empty. Nobody was added yet."
        )
    )
    return f"{said} {by}"


def left_out_words(found: AudiencePreview) -> list[str]:
    """One line a reason, as Markdown."""
    said = [f"{formats.number(count)} · {_reason(reason)}" for reason, count in found.left_out.items()]
    if found.unmarked:
        said.append(
            ngettext(
                "{count} who would be added has no do-not-call mark at all, neither yes nor no: she is called",
                "{count} who would be added have no do-not-call mark at all, neither yes nor no: they are called",
                found.unmarked,
            ).format(count=formats.number(found.unmarked))
        )
    return said


def _reason(reason: LeftOut) -> str:
    return {
        LeftOut.NO_PHONE: _("without a number"),
        LeftOut.DO_NOT_CALL: _("marked do-not-call"),
        LeftOut.OWN_LIST: _("on your own do-not-call list"),
        LeftOut.CALLED_LATELY: _("called by another campaign a short while ago"),
        LeftOut.CALLED_BEFORE: _("called before"),
        LeftOut.SAME_NUMBER: _("with the number of somebody else who is in"),
        LeftOut.OVER_LIMIT: _("beyond the limit that was set"),
        LeftOut.ALREADY_IN: _("in the campaign already"),
        LeftOut.NOT_READABLE: _("cannot be read here, and so are not added"),
    }[reason]


def no_groups_yet(generation: Generation) -> str | None:
    """Why contact groups are not offered here, where an admin can change that. A platform without them is not spoken of: nobody
    misses there what was never there."""
    if generation is not Generation.UNKNOWN:
        return None
    return _(
        "Contact groups are not offered before it is certain which version of the platform this is. *Connection* shows "
        "what is known."
    )
