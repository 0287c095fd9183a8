"""Settings by generation: a body holds what the generation knows and nothing else, and more than it takes is refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import NEWER_SETTINGS, Campaign, CampaignUpdate
from services.api.taken_settings import FIELDS, Setting, offered
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.campaigns.read_back import save_after_creation
from services.campaigns.requests import create_request, retries_of, update_request
from tests.services.generation.printed_platform import PrintedPlatform

EVERY = [Generation.SEED, Generation.ACTIONS, Generation.NEWEST, Generation.UNKNOWN]
BASICS = Basics("Renewals", assistant_id="a", from_number_ids=("n",), company_id="c")
ALL_SET = EachCall(30, False, "hangup", "fail")
BUDGETS = {"no_answer": 5, "busy": 4, "error": 2}
UPDATE = "PUT /api/crm/campaigns/{id}"
GET = "GET /api/crm/campaigns/{id}"
VALUES: dict[Setting, dict[str, Any]] = {
    Setting.LONGEST_CALL: {"max_call_duration_minutes": 30},
    Setting.VOICEMAIL: {
        "voicemail_detection_enabled": True,
        "voicemail_action": "leave_message",
        "unavailable_action": "retry",
    },
    Setting.TRIES_BY_OUTCOME: {
        "max_attempts_no_answer": 5,
        "max_attempts_busy": None,
        "max_attempts_error": 50,
    },
}


def speaking(generation: Generation) -> tuple[PrintedPlatform, Api]:
    platform = PrintedPlatform("newest" if generation is Generation.UNKNOWN else generation.value)
    platform.answers[UPDATE] = platform.answers[GET] = (
        200,
        {"campaign": {"id": "cmp_1", "name": "Renewals"}},
    )
    api = platform.api()
    api.campaigns.which_generation = lambda: generation
    return platform, api


def form(generation: Generation, **more: Any) -> Any:
    retries = Retries(after_error=True, tries_by_outcome=dict(BUDGETS), **more)
    return create_request("team_1", BASICS, Hours(), retries, each=ALL_SET, generation=generation)


@pytest.mark.parametrize("generation", EVERY)
def test_a_creation_says_what_this_generation_knows(generation: Generation) -> None:
    platform, api = speaking(generation)
    api.campaigns.create(form(generation))
    [(_, body)] = platform.sent
    named = generation in (Generation.SEED, Generation.UNKNOWN)
    assert body.get("companyId") == ("c" if named else None)
    assert body["maxConcurrentCalls"] == 3
    assert not {name for name in body if name.startswith(("voicemail", "maxAttempts", "maxCall"))} - {
        "maxAttemptsPerContact"
    }


@pytest.mark.parametrize("generation", EVERY[1:])
def test_a_campaign_can_be_created_without_a_company(generation: Generation) -> None:
    platform, api = speaking(generation)
    request = create_request(
        "team_1",
        Basics("Renewals", assistant_id="a", from_number_ids=("n",)),
        Hours(),
        Retries(),
        generation=generation,
    )
    api.campaigns.create(request)
    assert "companyId" not in platform.sent[0][1]


@pytest.mark.parametrize("generation", EVERY)
@pytest.mark.parametrize("doing", ["create", "update"])
def test_more_than_twenty_at_once_are_sent_to_the_first_version_alone(
    generation: Generation, doing: str
) -> None:
    platform, api = speaking(generation)

    def send(at_once: int) -> None:
        if doing == "create":
            api.campaigns.create(form(generation, people_at_once=at_once))
        else:
            api.campaigns.update("cmp_1", CampaignUpdate(max_concurrent_calls=at_once))

    send(20)
    sent = len(platform.sent)
    if generation is Generation.SEED:
        send(21)
        assert len(platform.sent) == sent + 1
        return
    with pytest.raises(errors.NotInThisVersion) as refused:
        send(21)
    assert refused.value.message == "maxConcurrentCalls"
    assert len(platform.sent) == sent


@pytest.mark.parametrize("generation", EVERY)
@pytest.mark.parametrize("setting", list(Setting))
def test_a_setting_goes_where_it_is_known_and_is_refused_by_name_elsewhere(
    generation: Generation, setting: Setting
) -> None:
    platform, api = speaking(generation)
    change = CampaignUpdate(**VALUES[setting])
    if setting in offered(generation):
        api.campaigns.update("cmp_1", change)
        assert platform.sent == [(UPDATE, change.body())]
        return
    with pytest.raises(errors.NotInThisVersion) as refused:
        api.campaigns.update("cmp_1", change)
    assert refused.value.message == setting
    assert platform.sent == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_call_duration_minutes": 0},
        {"max_call_duration_minutes": 61},
        {"max_attempts_busy": 51},
        {"max_attempts_no_answer": 0},
        {"voicemail_action": "beep"},
        {"unavailable_action": "later"},
    ],
)
def test_what_the_platform_does_not_take_is_not_even_written_down(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CampaignUpdate.model_validate(wrong)


@pytest.mark.parametrize("generation", EVERY)
def test_what_no_creation_takes_follows_it_where_it_is_known(generation: Generation) -> None:
    platform, api = speaking(generation)
    save_after_creation(api, "cmp_1", form(generation))
    if not offered(generation):
        assert platform.sent == []
        return
    [(name, body)] = platform.sent
    assert name == UPDATE
    assert body["retryOnError"] is True
    assert (body["maxAttemptsNoAnswer"], body["maxAttemptsBusy"], body["maxAttemptsError"]) == (5, 4, 2)
    assert body["voicemailDetectionEnabled"] is False
    assert ("maxCallDurationMinutes" in body) == (generation is Generation.NEWEST)
    assert platform.asked[-1] == GET


def test_a_setting_that_is_read_back_otherwise_is_said_by_name() -> None:
    platform, api = speaking(Generation.NEWEST)
    platform.answers[GET] = (
        200,
        {"campaign": {"id": "cmp_1", "name": "Renewals", "settings": {"maxCallDurationMinutes": 15}}},
    )
    with pytest.raises(errors.NotTaken) as told:
        save_after_creation(api, "cmp_1", form(Generation.NEWEST))
    assert told.value.message == "max_call_duration_minutes"
    assert told.value.may_have_acted


def test_after_a_lost_answer_they_do_not_count_as_saved_and_can_be_saved_again() -> None:
    platform, api = speaking(Generation.NEWEST)
    platform.answers[UPDATE] = (502, {"error": "Bad gateway"})
    with pytest.raises(errors.ServerError):
        save_after_creation(api, "cmp_1", form(Generation.NEWEST))
    platform.answers[UPDATE] = platform.answers[GET]
    save_after_creation(api, "cmp_1", form(Generation.NEWEST))
    assert platform.sent[0] == platform.sent[-1]


def test_an_edit_sends_what_changed_and_takes_a_limit_back() -> None:
    told = {"max_attempts_busy": 4, "max_call_duration_minutes": 30, "voicemail_action": "hangup"}
    campaign = Campaign.model_validate({"id": "cmp_1", "name": "Renewals"} | told)
    begun = retries_of(campaign, Generation.NEWEST)
    assert begun.tries_by_outcome == {"busy": 4}

    from_before = Retries(**{**vars(begun), "tries_by_outcome": {}})
    change = update_request(campaign, Basics("Renewals"), Hours(), from_before, EachCall())
    assert change.body() == {
        "maxAttemptsBusy": None,
        "maxCallDurationMinutes": 15,  # has no word for nothing: the usual one says the same
        "voicemailAction": None,
    }


def test_every_setting_has_its_fields_and_every_field_its_setting() -> None:
    assert sorted(name for names in FIELDS.values() for name in names) == sorted(NEWER_SETTINGS)
    assert {name for values in VALUES.values() for name in values} == set(NEWER_SETTINGS)
