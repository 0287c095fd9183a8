"""Contact groups and previews by generation of the platform: who joins what, in the shape that each one understands."""

from __future__ import annotations

import pytest

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import AudienceFilters
from tests.services.generation.printed_platform import PrintedPlatform

WITH_GROUPS = [Generation.ACTIONS, Generation.NEWEST]
WITHOUT = [(Generation.SEED, errors.NotInThisVersion), (Generation.UNKNOWN, errors.VersionUnknown)]
ADD = "POST /api/crm/groups/g/contacts"
PREVIEW = "POST /api/crm/campaigns/preview-enrollment"
DONE = (200, {"success": True})


def speaking(platform: PrintedPlatform, generation: Generation) -> Api:
    api = platform.api()
    api.campaigns.which_generation = lambda: generation
    return api


def platform_of(generation: Generation) -> PrintedPlatform:
    return PrintedPlatform("newest" if generation is Generation.UNKNOWN else generation.value)


@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_groups_are_read_in_either_spelling_with_how_many_are_in_them(generation: Generation) -> None:
    [group] = speaking(platform_of(generation), generation).groups.list().items
    assert (group.id, group.name, group.contact_count) == ("g", "A", 3)


def test_a_bare_list_of_groups_and_a_group_without_a_count_are_read() -> None:
    platform = platform_of(Generation.ACTIONS)
    platform.answers["GET /api/crm/groups"] = (200, [{"id": "g", "name": None}])
    [group] = speaking(platform, Generation.ACTIONS).groups.list().items
    assert (group.name, group.contact_count) == ("g", None)


@pytest.mark.parametrize("generation", WITH_GROUPS)
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_group_is_made_and_renamed(generation: Generation, wrapped: bool) -> None:
    platform = platform_of(generation)
    group = {"id": "g9", "name": "List"}
    answer = (200, {"success": True, "group": group} if wrapped else group)
    platform.answers["POST /api/crm/groups"] = platform.answers["PUT /api/crm/groups/g9"] = answer
    api = speaking(platform, generation)
    assert api.groups.create("List").id == "g9"
    assert api.groups.rename("g9", "List").name == "List"
    assert [body for _, body in platform.sent] == [{"teamId": "team_1", "name": "List"}, {"name": "List"}]


def test_people_join_one_by_one_where_the_platform_takes_one_a_request() -> None:
    platform = platform_of(Generation.NEWEST)
    platform.answers[ADD] = DONE
    speaking(platform, Generation.NEWEST).groups.add("g", ["c1", "c2"])
    assert platform.sent == [(ADD, {"contactId": "c1"}), (ADD, {"contactId": "c2"})]


def test_people_join_at_once_where_the_platform_takes_a_list_and_an_action() -> None:
    platform = platform_of(Generation.ACTIONS)
    platform.answers[ADD] = DONE
    speaking(platform, Generation.ACTIONS).groups.add("g", ["c1", "c2"])
    assert platform.sent == [(ADD, {"contactIds": ["c1", "c2"], "action": "add"})]


def test_every_person_that_joins_is_counted_in_the_hours_requests() -> None:
    platform = platform_of(Generation.NEWEST)
    platform.answers[ADD] = DONE
    api = speaking(platform, Generation.NEWEST)
    with api.budget.counted() as tally:
        api.groups.add("g", ["c1", "c2", "c3"])
    assert tally.requests == 3


def test_one_person_leaves_a_group() -> None:
    newest, actions = platform_of(Generation.NEWEST), platform_of(Generation.ACTIONS)
    newest.answers["DELETE /api/crm/groups/g/contacts"] = actions.answers[ADD] = DONE
    speaking(newest, Generation.NEWEST).groups.remove("g", "c1")
    speaking(actions, Generation.ACTIONS).groups.remove("g", "c1")
    assert newest.asked == ["DELETE /api/crm/groups/g/contacts"]
    assert actions.sent == [(ADD, {"contactIds": ["c1"], "action": "remove"})]


@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_members_are_read_page_by_page_and_counted_as_a_whole(generation: Generation) -> None:
    platform = platform_of(generation)
    rows = [{"id": "c1", "firstName": "Ada", "phone": "+447911123456"}, {"id": "c2", "first_name": "Bo"}]
    platform.answers["GET /api/crm/groups/g/contacts"] = (
        200,
        {"success": True, "contacts": rows, "count": 2},
    )
    page = speaking(platform, generation).groups.members("g")
    assert [one.first_name for one in page.complete()] == ["Ada", "Bo"]
    assert page.total == 2


@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_nobody_is_never_sent_to_a_group(generation: Generation) -> None:
    platform = platform_of(generation)
    api = speaking(platform, generation)
    with pytest.raises(ValueError, match="nobody"):
        api.groups.add("g", [])
    with pytest.raises(ValueError, match="nobody"):
        api.groups.remove("g", "")
    assert platform.asked == []


@pytest.mark.parametrize(("generation", "refusal"), WITHOUT)
def test_where_groups_are_not_known_to_be_there_nothing_is_asked(
    generation: Generation, refusal: type[errors.ApiError]
) -> None:
    platform = platform_of(generation)
    groups = speaking(platform, generation).groups
    for ask in (
        groups.list,
        lambda: groups.create("List"),
        lambda: groups.rename("g", "List"),
        lambda: groups.members("g"),
        lambda: groups.add("g", ["c1"]),
        lambda: groups.remove("g", "c1"),
    ):
        with pytest.raises(refusal):
            ask()
    assert platform.asked == []


def test_a_preview_tells_how_many_and_why_others_are_left_out() -> None:
    platform = platform_of(Generation.NEWEST)
    filters = AudienceFilters(not_yet_dialed=True, max_to_add=200)
    told = speaking(platform, Generation.NEWEST).campaigns.preview_enrollment("cmp_1", filters)
    assert (told.group_name, told.preview.inserted, told.preview.excluded_dnc) == ("Renewals", 184, 8)
    assert (told.preview.excluded_no_phone, told.preview.excluded_already_dialed) == (12, 4)
    assert platform.sent == [(PREVIEW, {"campaignId": "cmp_1", "notYetDialed": True, "maxToAdd": 200})]


@pytest.mark.parametrize("name", ["count", "eligibleContacts"])
def test_where_a_preview_is_a_reading_its_one_number_is_read(name: str) -> None:
    platform = platform_of(Generation.ACTIONS)
    platform.answers["GET /api/crm/campaigns/preview-enrollment"] = (200, {"success": True, name: 12})
    told = speaking(platform, Generation.ACTIONS).campaigns.preview_enrollment("cmp_1", AudienceFilters())
    assert told.preview.inserted == 12
    assert told.preview.excluded_dnc is None
    assert platform.sent == []


@pytest.mark.parametrize(("generation", "refusal"), WITHOUT)
def test_without_groups_there_is_no_preview(generation: Generation, refusal: type[errors.ApiError]) -> None:
    platform = platform_of(generation)
    with pytest.raises(refusal):
        speaking(platform, generation).campaigns.preview_enrollment("cmp_1", AudienceFilters())
    assert platform.asked == []


@pytest.mark.parametrize("mode", ["all_eligible", "delta"])
def test_a_group_is_enrolled_by_the_filters_of_its_preview_and_never_kept_in_step(mode: str) -> None:
    platform = platform_of(Generation.NEWEST)
    api = speaking(platform, Generation.NEWEST)
    filters = AudienceFilters.model_validate({"mode": mode, "leadStatus": "new"})
    api.campaigns.preview_enrollment("cmp_1", filters)
    enrolled = api.campaigns.add_audience("cmp_1", filters)
    assert enrolled.enrollment is not None
    assert enrolled.enrollment.inserted == 2
    [(_, previewed), (_, sent)] = platform.sent
    assert sent == {"audience": {"mode": mode, "leadStatus": "new"}}
    assert previewed == {"campaignId": "cmp_1", "leadStatus": "new"}


@pytest.mark.parametrize("generation", [Generation.SEED, Generation.ACTIONS, Generation.UNKNOWN])
def test_a_group_is_enrolled_on_the_newest_alone(generation: Generation) -> None:
    platform = platform_of(generation)
    with pytest.raises((errors.NotInThisVersion, errors.VersionUnknown)):
        speaking(platform, generation).campaigns.add_audience("cmp_1", AudienceFilters())
    assert platform.sent == []
