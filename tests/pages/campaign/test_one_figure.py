"""Figures of one campaign: head, charts, lists, labels and links show the same number for the same people."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from services.api.models import Campaign, CampaignContact, CampaignStatus, ContactCreate, EnrollmentStatus
from services.campaigns.first_people import is_unreached
from services.results.outcomes import was_called
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.own_elements import click, rows, words
from tests.pages.world import make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox

ENDINGS = {
    "answered": ["answered"],
    "answered at last": ["busy", "answered"],
    "voicemail": ["voicemail"],
    "never": ["no_answer", "no_answer"],
    "declined": ["declined"],
    "wrong": ["invalid_number"],
    "tried again": ["busy", "busy"],
}
STATES = ("running", "paused", "cancelled", "completed")


class Counted(NamedTuple):
    """What the platform itself says of each person, counted here."""

    people: list[CampaignContact]

    def of(self, *statuses: EnrollmentStatus) -> int:
        return sum(one.status in statuses for one in self.people)

    @property
    def called(self) -> int:
        return sum(map(was_called, self.people))

    @property
    def finished(self) -> int:
        return sum(one.status.is_over for one in self.people)

    @property
    def outcomes(self) -> Mapping[str, int]:
        left_out = EnrollmentStatus.SKIPPED
        return Counter(one.outcome for one in self.people if one.outcome and one.status is not left_out)


@pytest.fixture(params=STATES)
def campaign(
    request: pytest.FixtureRequest, sandbox: RunningSandbox, console: Runtime
) -> Iterator[tuple[Campaign, Counted]]:
    """People with each ending, one without a number, one marked, and one taken out again."""
    start = 4_930_231_300_00 + 100 * STATES.index(request.param)
    numbers = {name: f"+{start + place}" for place, name in enumerate(ENDINGS)}
    sandbox.control(
        "PUT",
        "endings",
        {numbers[name]: [{"outcome": one} for one in ends] for name, ends in ENDINGS.items()},
    )
    made = make_campaign(
        console.api,
        f"Figures of one {request.param}",
        max_attempts_per_contact=2,
        retry_delay_minutes=60,
        max_concurrent_calls=7,
    )
    people = [
        *(_person(name, number) for name, number in numbers.items()),
        _person("marked", f"+{start + 50}", do_not_call=True),
        _person("taken out", f"+{start + 51}"),
    ]
    ids = [console.api.contacts.create(one).contact.id for one in people]
    console.api.campaigns.add_contacts(made.id, ids)
    console.api.campaigns.remove_contacts(made.id, ids[-1:])
    console.api.campaigns.run(made.id)
    sandbox.advance(minutes=30 if request.param in ("running", "paused") else 0)
    if request.param == "completed":
        sandbox.advance(hours=5)
    if request.param in ("paused", "cancelled"):
        sandbox.advance(minutes=20)
        console.api.campaigns.stop(made.id, CampaignStatus(request.param))
    seen = console.api.campaigns.get(made.id)
    assert seen.status == request.param
    yield seen, Counted(list(console.api.campaigns.contacts(made.id)))
    sandbox.control("PUT", "endings", {})


def _person(name: str, number: str, **more: Any) -> ContactCreate:
    return ContactCreate(company_id=COMPANY_ID, first_name="Anna", last_name=name, phone=number, **more)


def _charts(tab: AppTest) -> dict[str, dict[str, int]]:
    """Figures of the charts by the names of their marks: of bars their labels, of lines where they end."""
    found: dict[str, dict[str, int]] = {}
    for chart in tab.get("plotly_chart"):
        for trace in json.loads(chart.proto.spec)["data"]:
            if trace.get("orientation") == "h" and trace.get("text"):
                bars = dict(zip(trace["y"], map(_first_number, trace["text"]), strict=True))
                found["funnel" if "Called" in bars else "outcomes"] = bars
            elif trace.get("name") in ("Called", "Answered", "Finished") and trace.get("y"):
                found.setdefault("progress", {})[trace["name"]] = int(trace["y"][-1])
    return found


def _first_number(text: str) -> int:
    return int(re.findall(r"\d+", text)[0])


def _numbers_after(said: str, *names: str) -> dict[str, int]:
    """The number behind each of these words, where there is one."""
    found = {name: re.search(rf"{re.escape(name)}:? \**\(?(\d+)", said) for name in names}
    return {name: int(match[1]) for name, match in found.items() if match}


def _numbers_after_words(said: str, *names: str) -> dict[str, int]:
    """The number in the cell beside each of these."""
    found = {name: re.search(rf"{re.escape(name)} (\d+)", said) for name in names}
    return {name: int(match[1]) for name, match in found.items() if match}


def _same(shown: Mapping[str, int], counted: Mapping[str, int]) -> None:
    assert dict(shown) == {name: count for name, count in counted.items() if count or name in shown}


def test_every_number_of_a_campaign_is_the_same_on_every_page(
    campaign: tuple[Campaign, Counted], console: Runtime, open_page: OpenPage
) -> None:
    made, counted = campaign
    by_status = {
        "With a result": counted.of(EnrollmentStatus.COMPLETED),
        "Not reached": counted.of(EnrollmentStatus.FAILED),
        "Left out": counted.of(EnrollmentStatus.SKIPPED),
        "Waiting": counted.of(EnrollmentStatus.PENDING),
    }
    outcomes = {word: counted.outcomes[code] for code, word in WORDS.items()}
    answered = counted.outcomes["answered"]

    overview = open_page("campaign", id=made.id)
    people = open_page("campaign", id=made.id, view="people")

    charts, said = _charts(overview), everything(overview)
    whole = {"People": len(counted.people), "Called": counted.called, "Answered": answered}
    assert charts["funnel"] == {**whole, "Finished": counted.finished}
    _same(charts["outcomes"], outcomes)
    assert charts["progress"] == {"Called": counted.called, "Answered": answered} | (
        {"Finished": counted.finished} if "Finished" in charts["progress"] else {}
    )
    _same(_numbers_after(said, *by_status), by_status)
    assert _numbers_after(said, "Finished", "Who answered") == {
        "Finished": counted.finished,
        "Who answered": answered,
    }
    held = _numbers_after_words(said, "Called to the end", "Not to be called, or without a number")
    asked = by_status["Waiting"] > 0  # of one in which nobody is left nobody asks what holds them
    assert sum(held.values()) == (counted.finished if asked else 0)
    status_labels = " ".join(map(_label, people.get("button_group")))
    _same(_numbers_after(status_labels, *by_status), by_status)
    assert _numbers_after(status_labels, "All") == {"All": len(counted.people)}
    _same(_numbers_after(" ".join(people.selectbox("outcome").options), *WORDS.values()), outcomes)
    if made.status.is_over:
        again = sum(map(is_unreached, counted.people))
        assert f"Call again: no answer, busy, voicemail ({again})" in words(people)
    for code, word in WORDS.items():
        shown = open_page("campaign", id=made.id, view="people", outcome=code) if outcomes[word] else None
        assert shown is None or len(shown.dataframe[0].value) == outcomes[word]
    _on_other_pages(made, counted, open_page)


WORDS = {
    "answered": "Answered",
    "voicemail": "Voicemail",
    "no_answer": "No answer",
    "busy": "Busy",
    "declined": "Declined",
    "invalid_number": "Wrong number",
}


def _label(group: Any) -> str:
    return " ".join(option.content for option in group.proto.options)


def _on_other_pages(made: Campaign, counted: Counted, open_page: OpenPage) -> None:
    """The list, the launch dialog, and *Insights* for all time and for a week that holds all of its calls."""
    answered = counted.outcomes["answered"]
    whole = {"People": len(counted.people), "Called": counted.called, "Answered": answered}

    list_page = open_page("campaigns", q=made.name)
    [row] = rows(list_page)
    assert re.findall(r"(\d+) of (\d+)", row.text) == [
        (str(answered), str(counted.called)),
        (str(counted.finished), str(len(counted.people))),
    ]

    for period in ("", "7"):
        funnel = _charts(open_page("insights", q=made.name, period=period))["funnel"]
        assert funnel == (whole if period else {**whole, "Finished": counted.finished})

    if made.status is CampaignStatus.RUNNING:
        dialog = click(list_page, "launch", made.id)
        waiting = counted.of(EnrollmentStatus.PENDING, EnrollmentStatus.QUEUED, EnrollmentStatus.CALLING)
        said = everything(dialog)
        assert (str(waiting), str(len(counted.people))) in re.findall(r"(\d+) of (\d+) people", said)
        started = dialog.button(key=f"confirm-launch-{made.id}").label
        assert _numbers_after(started, "Start campaign") == {"Start campaign": waiting}
