"""Every optional field of every model of the client, left out and null: nothing stumbles, and nothing becomes zero."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from services.api.models import Answer, Call, Campaign, CampaignContact, Dashboard, Named, StatusCounts
from services.api.tolerant import read
from services.live import Live, warnings
from services.reads.reads import Reads
from tests.services.api.fake_platform import FakePlatform
from tests.services.api.test_wrong_answers import everything_read
from tests.services.reading_everything import use

NOT_TOLD = (None, "")
LEFT_OUT, NULL = "left out", "null"
SEEN_BY: dict[str, tuple[str, ...]] = {
    "dashboard": (),
    "people": ("dashboard",),
    "counters": ("dashboard", "contacts"),
}


@cache
def examples() -> dict[type[BaseModel], dict[str, Any]]:
    """An answer's part for each model, with everything in it that the contracts know."""
    found: dict[type[BaseModel], dict[str, Any]] = {}
    for one in everything_read():
        written = json.loads(one.model_dump_json(by_alias=True))
        known = found.setdefault(type(one), written)
        known.update({name: value for name, value in written.items() if known.get(name) is None})
    return found


NAMED_BESIDE = {"not_taken", "refused"}
"""Lists of whom another field names: empty where it names nobody, and nothing is concluded from that."""


def optional_fields(model: type[BaseModel]) -> list[str]:
    return [
        field.alias or name
        for name, field in model.model_fields.items()
        if not field.is_required() and name not in NAMED_BESIDE
    ]


@dataclass
class Untold:
    """A field that is left out or null."""

    model: type[BaseModel]
    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.name} {self.how}"


def untold_of(*models: type[BaseModel]) -> list[Untold]:
    return [
        Untold(model, name, how)
        for model in models
        for name in optional_fields(model)
        for how in (LEFT_OUT, NULL)
    ]


def without(model: type[BaseModel], name: str, how: str) -> dict[str, Any]:
    told = dict(examples()[model])
    if how == NULL:
        told[name] = None
    else:
        told.pop(name, None)
    return told


def test_a_field_that_is_not_told_is_not_taken_for_nothing() -> None:
    answers = [model for model in examples() if issubclass(model, Answer)]
    taken = [str(one) for one in untold_of(*answers) if not not_taken_for_nothing(one)]
    assert len(answers) > 10
    assert taken == []


def not_taken_for_nothing(one: Untold) -> bool:
    model, name = one.model, one.name
    found = read(model, without(model, name, one.how))
    assert found is not None, one
    use(found)
    use_inside(found)
    value = getattr(
        found, next(key for key, field in model.model_fields.items() if name in (key, field.alias))
    )
    if model is StatusCounts and one.how == LEFT_OUT:
        return value == 0  # a status that is left out of counts that are there has nobody in it
    if name == "name" and issubclass(model, Named):
        return isinstance(found, Named) and value == found.id  # it is known by its id
    if (model, name) == (Dashboard, "unreadable"):  # counted by the client itself
        return True
    return value in NOT_TOLD or isinstance(value, BaseModel)


def use_inside(found: BaseModel) -> None:
    if isinstance(found, CampaignContact | Campaign):
        return
    for value in vars(found).values():
        use(value)


@pytest.mark.parametrize("source", SEEN_BY)
@pytest.mark.parametrize("model", [Campaign, CampaignContact, Call], ids=lambda one: one.__name__)
def test_a_campaign_can_be_watched_whatever_is_not_told(model: type[BaseModel], source: str) -> None:
    for one in untold_of(model):
        parts = {each.__name__: examples()[each] for each in examples()} | {
            model.__name__: without(model, one.name, one.how)
        }
        running = {"status": "running"} if (model, one.name) != (Campaign, "status") else {}
        parts["Campaign"] = {**parts["Campaign"], **running, "id": "c1"}
        state = Live(watched(parts, closed=SEEN_BY[source]).api(), Reads()).watch("c1")
        assert state.source == source, one
        warnings(state)
        if one.name == "total_contacts":
            assert state.campaign.total_contacts is None, one


@pytest.mark.parametrize("how", [LEFT_OUT, NULL])
@pytest.mark.parametrize("name", ["counts", "queue", "recentCalls"])
def test_a_dashboard_that_tells_less_shows_less_and_no_zero(name: str, how: str) -> None:
    parts = {one.__name__: examples()[one] for one in examples()}
    parts["Dashboard"] = without(Dashboard, name, how)
    parts["Campaign"] = {**parts["Campaign"], "status": "running", "id": "c1"}
    state = Live(watched(parts).api(), Reads()).watch("c1")
    warnings(state)
    untold = {
        "counts": (state.by_status, state.by_outcome),
        "queue": (state.calling, state.next_up, state.next_at),
        "recentCalls": (),
    }
    assert set(untold[name]) <= {None}
    assert state.calls_told is (name != "recentCalls")


def watched(parts: dict[str, dict[str, Any]], closed: tuple[str, ...] = ()) -> FakePlatform:
    """A platform with one campaign, made of these parts, that keeps some of its operations to itself."""

    def answer(request: httpx.Request) -> httpx.Response:
        last = request.url.path.rsplit("/", 1)[-1]
        if last in closed:
            return httpx.Response(403, json={"error": "no"})
        bodies: dict[str, dict[str, Any]] = {
            "dashboard": {**parts["Dashboard"], "campaign": parts["Campaign"]},
            "contacts": {"contacts": [parts["CampaignContact"]], "statusCounts": parts["StatusCounts"]},
            "calls": {"calls": [parts["Call"]]},
            "credits": {"credits": parts["Credits"]},
            "c1": {"campaign": parts["Campaign"]},
        }
        return httpx.Response(200, json={"success": True, **bodies[last]})

    return FakePlatform(answer)
