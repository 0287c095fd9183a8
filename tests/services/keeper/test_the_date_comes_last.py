"""Planned starts: the date is set once the people are in and counted, and called off where others are."""

from __future__ import annotations

from datetime import timedelta

from services.api.models import Campaign, CampaignCreate, CampaignStatus, CampaignUpdate
from services.imports.uninvited import keep_found
from services.keeper import PlannedStart, WatchState, Why
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS
from tests.services.keeper.office import ANNA, Office
from tests.waiting import until

HOUR = timedelta(hours=1)


def created(office: Office, name: str, *, in_: timedelta = HOUR, people_follow: bool = True) -> str:
    office.api.campaigns.list(limit=1)  # from its first answer on the platform's clock is known
    wanted = CampaignCreate(
        team_id=office.sandbox.team_id,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID,
        from_number_ids=NUMBER_IDS,
        name=name,
        call_window_start="00:00",
        call_window_end="23:59",
        call_window_timezone="UTC",
        scheduled_start_at=office.api.clock.now() + in_,
    )
    made = office.console.creations.create_once(name, wanted, who=ANNA, people_follow=people_follow)
    assert made.campaign_id is not None
    return made.campaign_id


def read(office: Office, campaign_id: str) -> Campaign:
    return office.api.campaigns.get(campaign_id)


def planned(office: Office, campaign_id: str) -> PlannedStart:
    found = office.console.keeper.starts.of(campaign_id)
    assert found is not None
    return found


def put_in(office: Office, campaign_id: str, *numbers: int) -> None:
    office.api.campaigns.add_contacts(campaign_id, [office.contact(campaign_id, one) for one in numbers])


def is_set(office: Office, campaign_id: str) -> None:
    until(lambda: planned(office, campaign_id).is_set)


def test_nothing_is_scheduled_before_the_people_are_in(office: Office) -> None:
    campaign_id = created(office, "Waits for its people")

    assert read(office, campaign_id).status is CampaignStatus.DRAFT
    assert planned(office, campaign_id).state is WatchState.WATCHING
    put_in(office, campaign_id, 1, 2)
    assert not planned(office, campaign_id).is_set, "nobody has said yet that these are all"

    office.console.keeper.starts.people_are_in(campaign_id, 2)

    is_set(office, campaign_id)
    assert read(office, campaign_id).status is CampaignStatus.SCHEDULED


def test_no_date_is_set_before_somebody_has_decided_about_people_whom_another_campaign_calls(
    office: Office,
) -> None:
    running = office.campaign(9, at_once=1)
    office.api.campaigns.run(running.id)
    *_, person = [row.contact.id for row in office.api.campaigns.contacts(running.id) if row.contact]
    assert person
    office.console.campaigns.refresh()
    campaign_id = created(office, "Calls them too")
    office.api.campaigns.add_contacts(campaign_id, [person])

    office.console.keeper.starts.people_are_in(campaign_id, 1)

    until(lambda: planned(office, campaign_id).why, lambda why: why is Why.NOT_READY)
    assert read(office, campaign_id).status is CampaignStatus.DRAFT


def test_it_starts_by_itself_at_its_time(office: Office) -> None:
    campaign_id = created(office, "Starts", in_=timedelta(minutes=7))
    put_in(office, campaign_id, 1)
    office.console.keeper.starts.people_are_in(campaign_id, 1)
    is_set(office, campaign_id)

    until(lambda: planned(office, campaign_id).why, lambda why: why is Why.STARTED)
    assert office.called(campaign_id) <= 1


def test_no_date_is_set_where_others_are_in_it(office: Office) -> None:
    campaign_id = created(office, "With a stranger")
    put_in(office, campaign_id, 1, 2, 3)

    office.console.keeper.starts.people_are_in(campaign_id, 2)

    until(lambda: planned(office, campaign_id).state, lambda state: state is WatchState.GIVEN_UP)
    assert planned(office, campaign_id).why is Why.STRANGERS
    assert read(office, campaign_id).status is CampaignStatus.DRAFT


def test_just_before_it_begins_it_is_called_off_where_others_have_got_in(office: Office) -> None:
    campaign_id = created(office, "A stranger later", in_=timedelta(minutes=7))
    put_in(office, campaign_id, 1)
    office.console.keeper.starts.people_are_in(campaign_id, 1)
    is_set(office, campaign_id)

    put_in(office, campaign_id, 2)

    until(lambda: planned(office, campaign_id).state, lambda state: state is WatchState.GIVEN_UP)
    assert read(office, campaign_id).status is CampaignStatus.DRAFT
    office.sandbox.advance(hours=1)
    assert office.called(campaign_id) == 0


def found_by_an_import(office: Office, campaign_id: str) -> None:
    engine, now = office.console.engine, office.api.clock.now()
    keep_found(engine, campaign_id, "an import", count=3, names=[], at=now)


def test_no_date_is_set_where_an_import_has_found_people_nobody_chose(office: Office) -> None:
    campaign_id = created(office, "An import found others")
    put_in(office, campaign_id, 1)
    found_by_an_import(office, campaign_id)

    office.console.keeper.starts.people_are_in(campaign_id, 1)

    until(lambda: planned(office, campaign_id).state, lambda state: state is WatchState.GIVEN_UP)
    assert planned(office, campaign_id).why is Why.STRANGERS
    assert read(office, campaign_id).status is CampaignStatus.DRAFT


def test_a_date_is_called_off_once_an_import_has_found_people_nobody_chose(office: Office) -> None:
    campaign_id = created(office, "An import finds others later", in_=timedelta(minutes=7))
    put_in(office, campaign_id, 1)
    office.console.keeper.starts.people_are_in(campaign_id, 1)
    is_set(office, campaign_id)

    found_by_an_import(office, campaign_id)

    until(lambda: planned(office, campaign_id).state, lambda state: state is WatchState.GIVEN_UP)
    assert planned(office, campaign_id).why is Why.STRANGERS
    assert read(office, campaign_id).status is CampaignStatus.DRAFT


def test_a_date_in_the_settings_goes_the_same_way(office: Office) -> None:
    campaign = office.campaign(2)
    at = office.api.clock.now() + HOUR

    office.console.campaigns.edit(campaign, CampaignUpdate(scheduled_start_at=at), who=ANNA)

    is_set(office, campaign.id)
    assert read(office, campaign.id).status is CampaignStatus.SCHEDULED


def test_who_takes_the_date_away_is_left_alone(office: Office) -> None:
    campaign = office.campaign(2)
    at = office.api.clock.now() + HOUR
    office.console.campaigns.edit(campaign, CampaignUpdate(scheduled_start_at=at), who=ANNA)
    is_set(office, campaign.id)

    office.console.campaigns.edit(
        read(office, campaign.id), CampaignUpdate(scheduled_start_at=None), who=ANNA
    )

    assert planned(office, campaign.id).why is Why.BY_HAND
    assert read(office, campaign.id).status is CampaignStatus.DRAFT


def test_too_late_is_said_and_nothing_started(office: Office) -> None:
    campaign_id = created(office, "Too late", in_=timedelta(minutes=3))

    until(lambda: planned(office, campaign_id).state, lambda state: state is WatchState.GIVEN_UP)

    assert planned(office, campaign_id).why is Why.TOO_LATE
    assert read(office, campaign_id).status is CampaignStatus.DRAFT
