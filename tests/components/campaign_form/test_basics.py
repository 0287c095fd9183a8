"""Entries of a campaign: what a person types is what comes out, and what is wrong is said beside it."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.campaign_form.faults import fault_sentence
from components.ui.formats import number
from services import texts
from services.campaigns.form import LONGEST_DESCRIPTION, LONGEST_NAME, FieldFault, Flaw
from tests.waiting import DEADLINE

PAGE = "form_page.py"


def open_page(part: str = "basics", language: str = "en", **parameters: str) -> AppTest:
    page = AppTest.from_file(PAGE, default_timeout=DEADLINE)
    page.context = {"timezone": "Europe/Berlin", "locale": "en-GB"}
    for name, value in {"part": part, "lang": language, **parameters}.items():
        page.query_params[name] = value
    return run(page)


def run(changed: Any) -> AppTest:
    """Run the page that was opened or a control of it was changed."""
    page: AppTest = changed.run()
    assert not page.exception
    return page


def typed(page: AppTest) -> dict[str, Any]:
    return json.loads(page.code[0].value)


def clock(text: str) -> datetime:
    """What a person types: a day and a time without a zone."""
    return datetime.fromisoformat(text)


def complaints(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown if ":material/error:" in text.value)


def test_an_empty_form_says_what_is_missing_in_both_languages() -> None:
    english, german = complaints(open_page()), complaints(open_page(language="de"))

    assert "Please give the campaign a name." in english
    assert "Please choose the assistant that speaks with people." in english
    assert "Bitte der Kampagne einen Namen geben." in german


def test_numbers_of_which_some_are_gone_are_not_taken_out_without_a_word() -> None:
    begun = {"assistant_id": "anna", "company_id": "acme", "from_number_ids": ["berlin", "old", "given-back"]}
    page = open_page(begun=json.dumps(begun))

    assert page.multiselect(key="campaign-numbers-anna").value == ["berlin"]
    [said] = [one.value for one in page.warning]
    assert "2 of the numbers chosen are not active numbers" in said
    assert "+49 30 12345" in said

    page = page.multiselect(key="campaign-numbers-anna").set_value(["berlin", "bonn"]).run()

    assert not page.warning


def test_what_is_gone_is_chosen_anew_and_nothing_else_takes_its_place() -> None:
    begun = {"assistant_id": "anna", "company_id": "sold", "from_number_ids": ["given-back"]}

    page = open_page(begun=json.dumps(begun))

    assert (typed(page)["assistant_id"], typed(page)["company_id"]) == ("anna", None)
    assert typed(page)["from_number_ids"] == []
    assert "Please choose the company whose people are called." in complaints(page)


def test_a_complaint_goes_as_soon_as_the_entry_is_right() -> None:
    page = open_page()

    run(page.text_input(key="campaign-name").set_value("Spring"))

    assert "name" not in complaints(page)


def test_a_name_is_taken_exactly_as_typed() -> None:
    page, name = open_page(), "**x** $y$ <script> :red[z] مرحبا 🎉"

    run(page.text_input(key="campaign-name").set_value(name))

    assert typed(page)["name"] == name


def test_the_second_of_two_assistants_of_one_name_can_be_chosen() -> None:
    page = open_page()

    run(page.selectbox(key="campaign-assistant").set_value("other-ben"))

    assert typed(page)["assistant_id"] == "other-ben"


def test_only_active_numbers_of_the_chosen_assistant_are_offered_and_readable() -> None:
    page = open_page()

    run(page.selectbox(key="campaign-assistant").set_value("anna"))

    assert page.multiselect(key="campaign-numbers-anna").options == [
        "+49 30 901820 · Germany",
        "+49 228 901820 · Germany",
    ]


def test_another_assistant_has_other_numbers_and_going_back_finds_the_first_choice_again() -> None:
    page = open_page()
    run(page.selectbox(key="campaign-assistant").set_value("anna"))
    run(page.multiselect(key="campaign-numbers-anna").set_value(["bonn"]))

    run(page.selectbox(key="campaign-assistant").set_value("ben"))
    assert typed(page)["from_number_ids"] == ["ohio"]

    run(page.selectbox(key="campaign-assistant").set_value("anna"))
    assert typed(page)["from_number_ids"] == ["bonn"]


def test_without_an_assistant_no_number_can_be_chosen() -> None:
    assert open_page().multiselect(key="campaign-numbers").disabled


def test_an_assistant_without_an_active_number_cannot_call() -> None:
    page = open_page()

    run(page.selectbox(key="campaign-assistant").set_value("carl"))

    assert page.multiselect(key="campaign-numbers-carl").placeholder == "This assistant has no active number"
    assert "at least one number to call from" in complaints(page)


def test_the_only_company_is_chosen_already() -> None:
    assert typed(open_page())["company_id"] == "acme"


def test_where_the_deployment_tells_nothing_identifiers_are_typed() -> None:
    page = open_page(nothing="yes")

    page.text_input(key="campaign-assistant-typed").set_value(" asst_7 ")
    page.text_input(key="campaign-numbers-typed").set_value("num_1, num_2,")
    run(page.text_input(key="campaign-company-typed").set_value("comp_7"))

    assert typed(page)["assistant_id"] == "asst_7"
    assert typed(page)["from_number_ids"] == ["num_1", "num_2"]
    assert typed(page)["company_id"] == "comp_7"


def test_a_preset_sets_both_ends_of_the_window() -> None:
    page = open_page("hours")

    run(page.pills(key="preset").set_value("evening"))

    assert (typed(page)["start"], typed(page)["end"]) == ("17:00:00", "20:00:00")


def test_an_empty_window_is_refused_and_one_over_midnight_is_explained() -> None:
    page = open_page("hours")
    run(page.time_input(key="window-end").set_value(time(9)))
    assert "nobody would ever be called" in complaints(page)

    page.time_input(key="window-start").set_value(time(20))
    run(page.time_input(key="window-end").set_value(time(6)))
    assert complaints(page) == ""
    assert "go over midnight: from 20:00 until 06:00" in page.caption[0].value


def test_a_start_date_is_read_in_the_persons_own_time() -> None:
    page = open_page("hours")
    run(page.radio(key="start-mode").set_value("on-a-date"))
    assert typed(page)["starts_at"] == "2026-11-24 09:00:00+01:00"

    run(page.datetime_input(key="starts-at").set_value(None))
    assert "Please choose the day and time" in complaints(page)

    run(page.datetime_input(key="starts-at").set_value(clock("2026-11-24 09:30")))

    assert typed(page)["starts_at"] == "2026-11-24 09:30:00+01:00"
    assert complaints(page) == ""


def test_a_start_in_the_past_is_refused() -> None:
    page = open_page("hours")
    run(page.radio(key="start-mode").set_value("on-a-date"))

    run(page.datetime_input(key="starts-at").set_value(clock("2026-11-23 12:30")))

    assert "This time has passed" in complaints(page)


def test_a_zone_is_chosen_by_city() -> None:
    page = open_page("hours")

    run(page.selectbox(key="window-timezone").set_value("America/Chicago"))

    assert typed(page)["timezone"] == "America/Chicago"
    assert "Chicago, United States" in page.selectbox(key="window-timezone").options


def test_switches_become_settings_and_hide_what_does_not_matter() -> None:
    page = open_page("retries")
    assert "delay-busy" not in page.session_state

    run(page.toggle(key="delay-by-outcome").set_value(True))
    run(page.number_input(key="delay-busy").set_value(5))
    run(page.toggle(key="growing-delays").set_value(True))
    run(page.number_input(key="delay-growth").set_value(3.0))

    assert typed(page)["delay_by_outcome"] == {"no_answer": None, "busy": 5}
    assert (typed(page)["growing"], typed(page)["growth"]) == (True, 3.0)
    assert "The waits between: 1 hour, 3 hours." in page.caption[0].value


def test_a_switch_turned_off_and_on_again_keeps_what_was_typed() -> None:
    page = open_page("retries")
    run(page.toggle(key="delay-by-outcome").set_value(True))
    run(page.number_input(key="delay-busy").set_value(5))

    run(page.toggle(key="delay-by-outcome").set_value(False))
    assert typed(page)["delay_by_outcome"] == {}
    run(page.toggle(key="delay-by-outcome").set_value(True))

    assert typed(page)["delay_by_outcome"]["busy"] == 5


def test_another_language_loses_nothing() -> None:
    page = open_page("hours")
    page.time_input(key="window-start").set_value(time(10, 15))
    run(page.selectbox(key="window-timezone").set_value("Europe/Vienna"))
    run(page.radio(key="start-mode").set_value("on-a-date"))
    run(page.datetime_input(key="starts-at").set_value(clock("2026-11-24 09:30")))

    page.query_params["lang"] = "de"
    run(page)

    assert page.selectbox(key="window-timezone").value == "Europe/Vienna"
    assert page.radio(key="start-mode").label == "Start"
    assert typed(page)["start"] == "10:15:00"
    assert typed(page)["starts_at"] == "2026-11-24 09:30:00+01:00"


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize(("field", "longest"), [("name", LONGEST_NAME), ("description", LONGEST_DESCRIPTION)])
def test_what_is_too_long_is_said_with_the_length_that_is_taken(
    field: str, longest: int, language: texts.Language
) -> None:
    sentence, shown = texts.in_language(
        language, lambda: (fault_sentence(FieldFault(field, Flaw.TOO_LONG)), number(longest))
    )
    assert shown in sentence
