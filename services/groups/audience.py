"""Preview of a contact group as the audience of a campaign: how many would get in, and why the others would not.

The platform previews and enrolls one group by itself, the assistant's, on its newest generation alone; and whoever is in
already it would call again. So any other group, and any campaign that has people, goes by ids: who would get in is worked
out here, and so is whom to enroll.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from services.api import Api
from services.api.errors import NotInThisVersion, UnreadableAnswer
from services.api.generation import Generation
from services.api.models import AudienceFilters, Contact, EnrolledContact, EnrollmentCounts
from services.do_not_call import Listed
from services.do_not_call.recently_called import RecentlyCalled


class LeftOut(StrEnum):
    """Reason why somebody of the group would not get in."""

    NO_PHONE = "no_phone"
    DO_NOT_CALL = "do_not_call"
    OWN_LIST = "own_list"
    CALLED_LATELY = "called_lately"
    CALLED_BEFORE = "called_before"
    SAME_NUMBER = "same_number"
    OVER_LIMIT = "over_limit"
    ALREADY_IN = "already_in"
    NOT_READABLE = "not_readable"


@dataclass(frozen=True)
class AudienceChoice:
    """What a person chooses: a group, and the filters; the same for its preview and for its enrolment."""

    group_id: str
    group_name: str
    at_most: int | None = None
    never_called: bool = False

    @property
    def filters(self) -> AudienceFilters:
        set_here = {"max_to_add": self.at_most, "not_yet_dialed": self.never_called or None}
        return AudienceFilters(**{name: value for name, value in set_here.items() if value is not None})


@dataclass(frozen=True)
class AudiencePreview:
    """Whom a choice would put into a campaign. `by_platform`: the platform counted, and enrols the audience itself;
    otherwise it was worked out here, and `contact_ids` are enrolled. `unmarked` of them have no mark at all. `before` is
    how many are in the campaign already."""

    campaign_id: str
    choice: AudienceChoice
    count: int
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    by_platform: bool = False
    contact_ids: tuple[str, ...] = ()
    unmarked: int = 0
    before: int = 0

    def agrees_with(self, other: AudiencePreview) -> bool:
        """Whether a person who confirmed the other one has confirmed this."""
        return self._confirmed == other._confirmed

    @property
    def _confirmed(self) -> tuple[object, ...]:
        """All but the limit, which becomes the number that was confirmed when it is sent."""
        without_limit = replace(self.choice, at_most=None)
        return self.campaign_id, without_limit, self.count, self.by_platform, self.contact_ids, self.before


@dataclass(frozen=True)
class Barred:
    """Whom the console leaves out, of which the platform knows nothing: who is on the team's own do-not-call list, and who was
    called by another campaign a short while ago."""

    listed: Listed
    called: RecentlyCalled
    campaign_id: str

    @property
    def may_be_anybody(self) -> bool:
        """False: nobody needs to be read for it."""
        return bool(self.listed) or self.called.anybody(self.campaign_id)

    def of(self, people: Collection[Contact]) -> dict[str, LeftOut]:
        """Why somebody of these is left out, by her contact's id."""
        numbers = {number for one in people for number in (one.phone, one.phone_secondary) if number}
        lately = self.called.numbers(self.campaign_id, numbers)
        found = {one.id: LeftOut.CALLED_LATELY for one in people if lately & {one.phone, one.phone_secondary}}
        on_list = (one.id for one in people if self.listed.bars((one.phone, one.phone_secondary), one.id))
        return found | dict.fromkeys(on_list, LeftOut.OWN_LIST)


def preview(api: Api, campaign_id: str, choice: AudienceChoice, barred: Barred) -> AudiencePreview:
    """Whom the choice would put into the campaign now. Enrols nobody. The platform counts and enrols only a group in which
    nobody is barred by the console.

    Raises:
        NotInThisVersion, VersionUnknown: this platform is not known to have groups, or cannot tell who of this one was
            called before. Nothing was sent.
        ApiError: it could not be read, or what was read does not tell how many.
    """
    inside = people_inside(api, campaign_id)
    by_platform = not inside and api.campaigns.which_generation() is Generation.NEWEST
    why_barred = _barred_in(api, choice, barred) if by_platform else {}
    if by_platform and (not why_barred or _perhaps_without(choice, why_barred)):
        told = api.campaigns.preview_enrollment(campaign_id, choice.filters)
        same_id = told.preview.group_id == choice.group_id
        same_name = told.preview.group_id is None and told.group_name == choice.group_name
        without = (told.preview.excluded_already_dialed or 0) >= len(why_barred)
        if (same_id or same_name) and without:
            return _by_platform(campaign_id, choice, told.preview)
    return _by_ids(api, campaign_id, choice, inside, barred)


def _barred_in(api: Api, choice: AudienceChoice, barred: Barred) -> dict[str, LeftOut]:
    """Who of the group is. Reads nothing where nobody can be."""
    return barred.of(api.groups.members(choice.group_id).complete()) if barred.may_be_anybody else {}


def _perhaps_without(choice: AudienceChoice, why_barred: Mapping[str, LeftOut]) -> bool:
    """Whether the platform leaves them out by itself, as its preview then shows: who was called lately was called before."""
    return choice.never_called and LeftOut.OWN_LIST not in why_barred.values()


def people_inside(api: Api, campaign_id: str) -> dict[str, str]:
    """Numbers of the people in a campaign, by their contacts' ids; "" for one that is not told.

    Raises:
        ApiError: not all of them could be read.
    """
    rows = api.campaigns.contacts(campaign_id).complete()
    return {(one.contact.id if one.contact else None) or one.id: _number(one.contact) for one in rows}


def capped(choice: AudienceChoice, confirmed: int) -> AudienceChoice:
    """The choice as it is sent: nobody gets in beyond the number that was confirmed, whoever joins the group meanwhile."""
    return replace(choice, at_most=confirmed)


def _by_platform(campaign_id: str, choice: AudienceChoice, told: EnrollmentCounts) -> AudiencePreview:
    if told.inserted is None:
        raise UnreadableAnswer("previewEnrollment", status=200)
    reasons = {
        LeftOut.NO_PHONE: told.excluded_no_phone,
        LeftOut.DO_NOT_CALL: told.excluded_dnc,
        LeftOut.CALLED_BEFORE: told.excluded_already_dialed,
        LeftOut.SAME_NUMBER: told.excluded_duplicate,
        LeftOut.OVER_LIMIT: told.excluded_over_cap,
        LeftOut.ALREADY_IN: told.updated,
    }
    left_out = {reason: count for reason, count in reasons.items() if count}
    return AudiencePreview(campaign_id, choice, told.inserted, left_out, by_platform=True)


def _by_ids(
    api: Api, campaign_id: str, choice: AudienceChoice, inside: Mapping[str, str], barred: Barred
) -> AudiencePreview:
    if choice.never_called:
        raise NotInThisVersion("previewEnrollment", "notYetDialed")
    members = api.groups.members(choice.group_id).everything()
    known = _known(api, choice.group_id, {one.id: one for one in members.items})
    numbers = {number for number in inside.values() if number}
    left_out: Counter[LeftOut] = Counter()
    if members.unreadable:
        left_out[LeftOut.NOT_READABLE] = len(members.unreadable)
    chosen: list[Contact] = []
    why_barred = barred.of(known.values())
    for member in members.items:
        contact = known[member.id]
        if (why := why_barred.get(contact.id)) and contact.id not in inside:
            left_out[why] += 1
        elif reason := _reason(contact, inside, numbers, len(chosen), choice.at_most):
            left_out[reason] += 1
        else:
            chosen.append(contact)
            numbers.add(_number(contact))
    return AudiencePreview(
        campaign_id,
        choice,
        len(chosen),
        dict(left_out),
        contact_ids=tuple(one.id for one in chosen),
        unmarked=sum(one.do_not_call is None for one in chosen),
        before=len(inside),
    )


def _reason(
    contact: Contact, inside: Mapping[str, str], numbers: set[str], chosen: int, at_most: int | None
) -> LeftOut | None:
    if contact.id in inside:
        return LeftOut.ALREADY_IN
    if not _number(contact):
        return LeftOut.NO_PHONE
    if contact.do_not_call:
        return LeftOut.DO_NOT_CALL
    if _number(contact) in numbers:
        return LeftOut.SAME_NUMBER
    return LeftOut.OVER_LIMIT if at_most is not None and chosen >= at_most else None


def _known(api: Api, group_id: str, members: Mapping[str, Contact]) -> dict[str, Contact]:
    """The members with their marks, which the group's own list does not have.

    The CRM lists them by group, and is read no further than to the last of them, for a platform that does not know the
    filter lists everybody. Who is not among them, because she is in another group too, is not marked unless she is among
    all who are.
    """
    found: dict[str, Contact] = {}
    if not members:
        return found
    for one in api.contacts.list(group_id=group_id):
        if one.id in members:
            found[one.id] = one
        if len(found) == len(members):
            return found
    barred = {one.id for one in api.contacts.list(do_not_call=True).complete() if one.do_not_call}
    for one in members.values():
        mark = one.do_not_call or (True if one.id in barred else None)
        found.setdefault(one.id, one.model_copy(update={"do_not_call": mark}))
    return found


def _number(person: Contact | EnrolledContact | None) -> str:
    """Digits alone: the same number is written in many ways."""
    return "".join(filter(str.isdigit, (person.phone if person else None) or ""))
