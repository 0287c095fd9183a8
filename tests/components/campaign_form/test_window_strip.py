"""The 24-hour strip: the window on the manager's clock and on the clocks of the people called."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from streamlit.testing.v1 import AppTest

from components.campaign_form.window_strip import strip_bars, strip_title
from components.ui.place_names import city_name, place_name, zone_label
from services.calling_rules.call_window import CallWindow, city_zones
from services.texts import set_language

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)
OFFICE = CallWindow(time(9), time(17), "Europe/Berlin")


def test_a_window_in_new_york_lies_in_the_afternoon_of_berlin() -> None:
    bars = strip_bars(OFFICE, NOW, BERLIN, ["Europe/Berlin", "America/New_York"])
    assert [(bar.row, bar.start, bar.end, bar.theirs) for bar in bars] == [
        ("Berlin", 9.0, 17.0, "09:00–17:00 there"),
        ("New York", 15.0, 23.0, "09:00–17:00 there"),
    ]
    assert strip_title(bars) == "On your clock, calls are placed at 09:00–23:00"


def test_one_clock_for_all_shows_what_time_it_is_for_them() -> None:
    fixed = CallWindow(time(9), time(17), "Europe/Berlin", use_contact_timezone=False)
    (bar,) = strip_bars(fixed, NOW, BERLIN, ["America/New_York"])
    assert (bar.start, bar.end, bar.theirs) == (9.0, 17.0, "03:00–11:00 there")


def test_hours_over_midnight_are_two_bars() -> None:
    bars = strip_bars(OFFICE, NOW, BERLIN, ["America/Los_Angeles"])
    assert [(bar.start, bar.end) for bar in bars] == [(0.0, 2.0), (18.0, 24.0)]
    assert strip_title(bars) == "On your clock, calls are placed at 00:00–02:00, 18:00–24:00"


def test_half_hour_zones_are_not_rounded() -> None:
    (bar,) = strip_bars(OFFICE, NOW, BERLIN, ["Asia/Kolkata"])
    assert (bar.start, bar.end) == (5.5, 13.5)


def test_without_people_it_shows_the_campaigns_own_zone() -> None:
    assert [bar.row for bar in strip_bars(OFFICE, NOW, BERLIN)] == ["Berlin"]


def test_an_empty_window_says_that_nobody_is_called() -> None:
    assert (
        strip_title(strip_bars(CallWindow(time(9), time(9)), NOW, BERLIN))
        == "With these hours nobody is called"
    )


def test_it_names_places_in_the_persons_language() -> None:
    set_language("de")
    assert zone_label("Europe/Vienna") == "Wien, Österreich"
    assert place_name("DE") == "Deutschland"
    assert place_name("US-CA") == "California (USA)"
    set_language("en")
    assert zone_label("US/Eastern") == "New York, United States"
    assert zone_label("Asia/Singapore") == "Singapore"
    assert city_name("<b>") == "<b>"


def test_every_zone_to_choose_from_has_its_own_label() -> None:
    for language in ("en", "de"):
        set_language(language)
        labels = [zone_label(zone) for zone in city_zones()]
        assert all(labels)
        assert len(labels) == len(set(labels))
    set_language("en")


def _page() -> None:
    from datetime import UTC, datetime, time

    from components.campaign_form.window_strip import draw_window_strip
    from services.calling_rules.call_window import CallWindow

    draw_window_strip(
        CallWindow(time(9), time(17)),
        datetime(2026, 7, 14, 8, 0, tzinfo=UTC),
        ["Europe/Berlin", "Nowhere/<b>"],
    )


def test_it_draws_with_its_answer_above() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert page.markdown[0].value.startswith("**On your clock, calls are placed at")
