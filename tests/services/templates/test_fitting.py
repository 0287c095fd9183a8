"""Fitting a template to the platform as it is now: what is gone is left empty and named, what is not taken is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.api.generation import Generation
from services.api.models import Assistant, Company, PhoneNumber
from services.campaigns.choices import Choices
from services.campaigns.form import EachCall
from services.templates.content import TemplateContent
from services.templates.fitting import Lack, Lacking, fit
from tests.services.templates.test_templates import CHOICES, content


def test_where_everything_is_still_there_all_of_it_is_taken() -> None:
    whole = replace(content(), retries=replace(content().retries, tries_add_up=True))
    fitted = fit(whole, CHOICES, Generation.NEWEST)

    assert fitted.lacking == (Lacking(Lack.NO_COMPANIES, ("Acme",)),)  # that version has none
    assert fitted.content == replace(whole, basics=replace(whole.basics, company_id=None))


def test_what_this_version_does_not_take_of_it_is_left_out_and_said() -> None:
    fitted = fit(content(), CHOICES, Generation.SEED)

    assert {one.lack for one in fitted.lacking} == {Lack.LONGEST_CALL, Lack.VOICEMAIL, Lack.TRIES_BY_OUTCOME}
    assert fitted.content.each == EachCall()
    assert fitted.content.retries.tries_by_outcome == {}


@pytest.mark.parametrize(
    ("choices", "lacking", "left"),
    [
        (
            replace(CHOICES, assistants=[Assistant(id="other", name="Other")]),
            Lacking(Lack.ASSISTANT_GONE, ("Sophie",)),
            (None, (), "acme"),
        ),
        (
            replace(
                CHOICES,
                numbers=[PhoneNumber(id="x", phone_number="+1", status="active", assistant_id="sophie")],
            ),
            Lacking(Lack.NUMBERS_GONE, ("+4930901820",)),
            ("sophie", (), "acme"),
        ),
        (
            replace(CHOICES, companies=[Company(id="other", name="Other")]),
            Lacking(Lack.COMPANY_GONE, ("Acme",)),
            ("sophie", ("berlin",), None),
        ),
    ],
)
def test_what_is_gone_is_left_empty_and_named(
    choices: Choices, lacking: Lacking, left: tuple[object, ...]
) -> None:
    fitted = fit(content(), choices, Generation.SEED)

    assert lacking in fitted.lacking
    basics = fitted.content.basics
    assert (basics.assistant_id, basics.from_number_ids, basics.company_id) == left


def test_where_the_deployment_does_not_tell_what_there_is_nothing_is_taken_for_gone() -> None:
    fitted = fit(content(), Choices(), Generation.SEED)

    assert fitted.content.basics == content().basics


def test_more_people_at_once_than_this_version_takes_become_its_most() -> None:
    many = replace(content(), retries=replace(content().retries, people_at_once=50))

    fitted = fit(many, CHOICES, Generation.NEWEST)

    assert fitted.content.retries.people_at_once == 20
    assert Lacking(Lack.FEWER_AT_ONCE, most=20) in fitted.lacking


def test_days_that_cannot_be_kept_here_are_said() -> None:
    fitted = fit(content(), CHOICES, Generation.SEED, days_possible=False)

    assert fitted.content.days is None
    assert Lacking(Lack.DAYS) in fitted.lacking


def test_without_days_or_limits_there_is_nothing_to_lack() -> None:
    bare = TemplateContent(content().basics, content().hours, content().retries, EachCall())

    assert Lack.DAYS not in {one.lack for one in fit(bare, CHOICES, Generation.SEED).lacking}
