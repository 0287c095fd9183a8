"""Calling days in the forms of *New campaign* and of a campaign's *Settings*: what is chosen is kept with the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.api import errors
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import create, named, run
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

SATURDAY, SUNDAY = 5, 6
OFFICE = {"call_window_start": "09:00", "call_window_end": "17:00", "call_window_timezone": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def no_faults(sandbox: RunningSandbox) -> Iterator[None]:
    sandbox.forget_requests()
    yield
    sandbox.faults()


def pills(tab: AppTest, key: str) -> Any:
    return tab.button_group(key=key)


def days_of(console: Runtime, campaign_id: str) -> CallingDays:
    kept = console.calling_days.of(campaign_id)
    assert kept is not None
    return kept.days


def named_campaign(console: Runtime, name: str) -> str:
    console.campaigns.refresh()
    return next(one.id for one in console.api.campaigns.list() if one.name == name)


def shown_in(tab: AppTest) -> str:
    """Without the marks that keep it from being read as Markdown."""
    return everything(tab).replace("\\", "")


def at_hours(open_page: OpenPage, name: str, language: str = "en") -> AppTest:
    return named(open_page("new", language), name)


@pytest.mark.usefixtures("console")
def test_the_week_stands_in_the_persons_language(open_page: OpenPage, language: str) -> None:
    tab = at_hours(open_page, "Week", language)

    labels = [option.content for option in pills(tab, "weekdays").proto.options]
    expected = {
        "en": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        "de": ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    }
    assert labels == expected[language]


def test_a_saturday_with_hours_of_its_own_is_kept_with_the_campaign(
    open_page: OpenPage, console: Runtime
) -> None:
    tab = at_hours(open_page, "Saturday too")
    tab = run(pills(tab, "weekdays").set_value([0, 1, 2, 3, 4, SATURDAY]))
    tab = run(pills(tab, "own-hours").set_value([SATURDAY]))
    tab = run(tab.text_input(key=f"hours-of-{SATURDAY}").set_value("10-14 Uhr"))
    assert "Sat 10:00\N{NO-BREAK SPACE}AM–2:00\N{NO-BREAK SPACE}PM" in shown_in(tab)
    create(tab)

    days = days_of(console, named_campaign(console, "Saturday too"))
    assert days.week == (DAILY,) * 5 + (((600, 840),), CLOSED)


@pytest.mark.usefixtures("console")
def test_what_is_chosen_survives_another_language(open_page: OpenPage) -> None:
    tab = at_hours(open_page, "Stays")
    tab = run(pills(tab, "weekdays").set_value([0, 1]))
    tab = run(tab.date_input(key="last-day").set_value(date(2026, 12, 18)))

    assert pills(tab, "weekdays").value == [0, 1]
    assert tab.date_input(key="last-day").value == date(2026, 12, 18)
    tab.query_params["lang"] = "de"
    tab = run(tab)
    assert pills(tab, "weekdays").value == [0, 1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ten to four", "like 10:00 AM–2:00 PM"),
        ("20:00–22:00", "outside the calling hours"),
        ("14-10", "like 10:00 AM–2:00 PM"),
    ],
)
@pytest.mark.usefixtures("console")
def test_hours_that_make_no_sense_keep_it_from_being_created(
    open_page: OpenPage, typed: str, said: str
) -> None:
    tab = at_hours(open_page, "Nonsense")
    tab = run(pills(tab, "weekdays").set_value([0, SATURDAY]))
    tab = run(pills(tab, "own-hours").set_value([SATURDAY]))
    tab = run(tab.time_input(key="window-end").set_value(time(17)))
    tab = run(tab.text_input(key=f"hours-of-{SATURDAY}").set_value(typed))
    tab = run(tab.button(key="create-campaign").click())

    assert said in everything(tab)


@pytest.mark.usefixtures("console")
def test_no_day_at_all_and_a_last_day_that_is_over_are_said(open_page: OpenPage) -> None:
    tab = at_hours(open_page, "Never")
    tab = run(pills(tab, "weekdays").set_value([]))
    tab = run(tab.date_input(key="last-day").set_value(date(2020, 1, 1)))
    tab = run(tab.button(key="create-campaign").click())

    assert "Please choose at least one day" in everything(tab)
    assert "This day is over" in everything(tab)


def test_a_holiday_is_named_and_released_with_a_reason(open_page: OpenPage, console: Runtime) -> None:
    made = make_campaign(console.api, "Before Christmas", people=2, **OFFICE)
    console.calling_days.set(made.id, made.name, CallingDays(holidays_closed=True), who=Person("test"))
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    good_friday = _first_holiday(tab)

    key = f"single-days-{made.id}"
    tab = run(tab.button(key=f"release-{good_friday}-set-{key}").click())
    assert "Please say why." in everything(tab)
    tab = run(tab.text_input(key=f"release-{good_friday}-reason-{key}").set_value("open house"))
    tab = run(tab.button(key=f"release-{good_friday}-set-{key}").click())
    assert "(open house)" in shown_in(tab)
    run(tab.button(key=f"save-{made.id}").click())

    kept = days_of(console, made.id).dates[date.fromisoformat(good_friday)]
    assert (kept.hours, kept.reason) == (DAILY, "open house")
    [entry, *_others] = console.audit.entries().rows
    assert entry.reason == "open house"
    console.campaigns.delete(made, who=Person("test"))


def _first_holiday(tab: AppTest) -> str:
    return next(
        button.key.removeprefix("release-")[:10]
        for button in tab.button
        if button.key and button.key.startswith("release-") and "-set-" in button.key
    )


def test_a_day_without_calls_is_added_and_taken_back(open_page: OpenPage, console: Runtime) -> None:
    made = make_campaign(console.api, "Company party", people=1, **OFFICE)
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    key = f"single-days-{made.id}"
    tab = run(tab.date_input(key=f"added-day-{key}").set_value(date(2027, 1, 14)))
    tab = run(tab.text_input(key=f"add-reason-{key}").set_value("party"))
    tab = run(tab.button(key=f"add-set-{key}").click())
    assert "(party)" in shown_in(tab)
    run(tab.button(key=f"save-{made.id}").click())
    added = days_of(console, made.id).dates[date(2027, 1, 14)]
    assert (added.hours, added.reason) == (CLOSED, "party")

    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    tab = run(tab.button(key=f"undo-2027-01-14-{key}").click())
    run(tab.button(key=f"save-{made.id}").click())
    assert days_of(console, made.id).dates == {}
    console.campaigns.delete(made, who=Person("test"))


def test_days_that_somebody_else_has_changed_meanwhile_are_not_overwritten(
    open_page: OpenPage, console: Runtime
) -> None:
    made = make_campaign(console.api, "Two at once", people=1, **OFFICE)
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    tab = run(pills(tab, f"weekdays-{made.id}").set_value([0, 1, 2]))
    no_monday = CallingDays(week=(CLOSED, *(DAILY,) * 6))
    console.calling_days.set(made.id, made.name, no_monday, who=Person("Ben"))

    tab = run(tab.button(key=f"save-{made.id}").click())

    assert "Please discard your changes" in everything(tab)
    assert days_of(console, made.id) == no_monday
    assert pills(tab, f"weekdays-{made.id}").value == [0, 1, 2]
    console.campaigns.delete(made, who=Person("test"))


def test_the_settings_say_on_which_days_it_calls(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    made = make_campaign(console.api, "Said", people=1, **OFFICE)
    week = (*(DAILY,) * 5, ((600, 840),), CLOSED)
    console.calling_days.set(made.id, made.name, CallingDays(week, holidays_closed=True), who=Person("Ben"))

    shown = everything(open_page("campaign", language, id=made.id, view="settings"))

    expected = {
        "en": "Mon–Fri; Sat 10:00\N{NO-BREAK SPACE}AM–2:00\N{NO-BREAK SPACE}PM; no public holidays",
        "de": "Mo–Fr; Sa 10:00–14:00; keine Feiertage",
    }
    assert expected[language] in shown.replace("\\", "")
    assert "Ben" in shown
    console.campaigns.delete(made, who=Person("test"))


@pytest.mark.usefixtures("console")
def test_a_new_campaign_begins_with_what_is_allowed_where_its_people_are(open_page: OpenPage) -> None:
    tab = at_hours(open_page, "Germans")  # a company in Germany, by its people or by the campaign's time zone

    assert (tab.time_input(key="window-start").value, tab.time_input(key="window-end").value) == (
        time(8),
        time(20),
    )
    assert pills(tab, "weekdays").value == [0, 1, 2, 3, 4, SATURDAY]
    assert pills(tab, "own-hours").value == [SATURDAY]
    assert (
        tab.text_input(key=f"hours-of-{SATURDAY}").value
        == "9:00\N{NO-BREAK SPACE}AM–6:00\N{NO-BREAK SPACE}PM"
    )
    assert tab.toggle(key="holidays-closed").value is True


@pytest.mark.usefixtures("console")
def test_hours_that_a_person_chose_are_left_alone(open_page: OpenPage) -> None:
    tab = at_hours(open_page, "Chosen")
    tab = run(pills(tab, "weekdays").set_value([0, 1, 2]))

    assert pills(tab, "weekdays").value == [0, 1, 2]


def test_a_key_that_may_not_pause_is_offered_no_days(open_page: OpenPage, console: Runtime) -> None:
    console.deployment.learn_from(errors.Forbidden("updateCampaign"), "")

    tab = at_hours(open_page, "Cannot pause")

    assert "this key may not pause campaigns" in everything(tab)
    assert not [one for one in tab.get("button_group") if one.key == "weekdays"]
