"""Templates: what is saved comes back, two of one name are one, everybody of the team shares them, and nothing of a single
campaign is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from services.api.models import Assistant, Company, PhoneNumber
from services.audit.audit import Audit, AuditAction
from services.calling_days.days import CLOSED, DAILY, CallingDays, SingleDay
from services.campaigns.choices import Choices
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.database.database import make_engine, writing
from services.keeper import Guardrail, GuardrailTerms, Response, Rule
from services.person import Person
from services.templates.content import TemplateContent
from services.templates.table import TemplateRow
from services.templates.templates import NameMissing, NameTaken, TemplateGone, Templates
from tests.new_database import make_tables

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANNA, BEN = Person("Anna", issuer="https://idp.example", subject="anna"), Person("Ben")
CHOICES = Choices(
    [Assistant(id="sophie", name="Sophie")],
    [PhoneNumber(id="berlin", phone_number="+4930901820", status="active", assistant_id="sophie")],
    [Company(id="acme", name="Acme")],
)
LIMITS = GuardrailTerms.read({Rule.CALLS_A_DAY: ["pause", 500]})
DAYS = CallingDays(
    (DAILY,) * 5 + (((600, 840),), CLOSED),
    holidays_closed=True,
    dates={date(2026, 12, 24): SingleDay(CLOSED, "Christmas Eve", "Anna")},
    last_day=date(2026, 12, 31),
    parts=frozenset({"DE-BY"}),
)


def content() -> TemplateContent:
    return TemplateContent.of(
        Basics("Spring offer", "For regulars", "sophie", ("berlin",), "acme"),
        Hours(time(10), time(18), "Europe/Berlin", False, True, NOW),
        Retries(2, 4, 30, True, {"busy": 5}, True, 1.5, 600, True, {"busy": 2}, True),
        EachCall(10, True, "hangup", "fail"),
        DAYS,
        LIMITS,
        CHOICES,
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(made)
    yield made
    made.dispose()


def of(engine: Engine, account: str = "team-1") -> Templates:
    return Templates(engine, lambda: account, Audit(engine, lambda: NOW), lambda: NOW)


@pytest.fixture
def templates(engine: Engine) -> Templates:
    return of(engine)


def test_what_was_saved_comes_back_for_everybody_with_who_saved_it_and_when(
    engine: Engine, templates: Templates
) -> None:
    templates.save("  Winter   offer ", content(), who=ANNA)

    [kept] = of(engine).all()
    assert (kept.name, kept.who, kept.saved_at) == ("Winter offer", ANNA, NOW)
    assert kept.content == content()
    assert of(engine, "team-2").all() == []


def test_nothing_of_one_campaign_is_in_it() -> None:
    said = content()

    assert (said.basics.name, said.hours.on_a_date, said.hours.starts_at) == ("", False, None)
    assert said.days == replace(DAYS, dates={}, last_day=None)
    written = json.dumps(said.to_json())
    assert not [one for one in ("Spring offer", "Christmas", "2026") if one in written]


def test_a_second_of_the_same_name_is_refused_until_somebody_says_that_it_replaces_the_first(
    templates: Templates,
) -> None:
    first = templates.save("Winter", content(), who=ANNA)
    other = replace(content(), limits=None)

    with pytest.raises(NameTaken) as taken:
        templates.save("WINTER", other, who=BEN)
    assert taken.value.other == first

    templates.save("WINTER", other, who=BEN, replaces=first.id)
    [kept] = templates.all()
    assert (kept.id, kept.name, kept.who, kept.content) == (first.id, "WINTER", BEN, other)


def test_it_is_renamed_and_deleted_and_the_activity_record_says_by_whom(
    engine: Engine, templates: Templates
) -> None:
    kept = templates.save("Winter", content(), who=ANNA)
    templates.save("Summer", content(), who=ANNA)

    with pytest.raises(NameTaken):
        templates.rename(kept.id, "summer", who=BEN)
    templates.rename(kept.id, "winter", who=BEN)  # its own name, written otherwise
    templates.delete(kept.id, who=BEN)

    assert [one.name for one in templates.all()] == ["Summer"]
    for late in (
        lambda: templates.delete(kept.id, who=ANNA),
        lambda: templates.rename(kept.id, "x", who=ANNA),
    ):
        with pytest.raises(TemplateGone):
            late()
    entries = [(one.action, one.reason, one.who.name) for one in Audit(engine, lambda: NOW).entries().rows]
    assert entries == [
        (AuditAction.TEMPLATE_DELETE, "winter", "Ben"),
        (AuditAction.TEMPLATE_RENAME, "winter", "Ben"),
        (AuditAction.TEMPLATE_SAVE, "Summer", "Anna"),
        (AuditAction.TEMPLATE_SAVE, "Winter", "Anna"),
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_that_is_none_is_refused(templates: Templates, name: str) -> None:
    with pytest.raises(NameMissing):
        templates.save(name, content(), who=ANNA)
    assert templates.all() == []


@pytest.mark.parametrize(
    "part", [{"window": ["noon"]}, {"retries": {"attempts": "many"}}, {"days": {"week": 7}}, {"basics": None}]
)
def test_one_that_cannot_be_read_is_listed_and_deleted_but_has_nothing_to_take(
    engine: Engine, templates: Templates, part: dict[str, object]
) -> None:
    kept = templates.save("Of another version", content(), who=ANNA)
    with writing(engine) as connection:
        connection.execute(update(TemplateRow).values(content={**content().to_json(), **part}))

    assert [(one.name, one.content) for one in templates.all()] == [("Of another version", None)]
    templates.delete(kept.id, who=ANNA)


def test_limits_come_back_as_they_were(templates: Templates) -> None:
    templates.save("Winter", content(), who=ANNA)

    [kept] = templates.all()
    assert kept.content is not None and kept.content.limits is not None
    assert kept.content.limits.of[Rule.CALLS_A_DAY] == Guardrail(Response.PAUSE, 500.0)
