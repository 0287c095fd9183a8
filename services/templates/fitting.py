"""Fitting of a template to the platform as it is now: what can be taken of it, what is gone, and what is not taken here.

Nothing is dropped in silence: whatever is left out comes with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from services.api.generation import Generation, knows_companies
from services.api.taken_settings import Setting, offered, tries_add_up
from services.campaigns.choices import Choices
from services.campaigns.form import Basics, EachCall, PaceLimits, Retries
from services.templates.content import TemplateContent


class Lack(StrEnum):
    """What of a template cannot be taken; the sentences are in `components.new_campaign.templates`."""

    ASSISTANT_GONE = "assistant_gone"
    NUMBERS_GONE = "numbers_gone"
    COMPANY_GONE = "company_gone"
    NO_COMPANIES = "no_companies"
    LONGEST_CALL = "longest_call"
    VOICEMAIL = "voicemail"
    TRIES_BY_OUTCOME = "tries_by_outcome"
    FEWER_AT_ONCE = "fewer_at_once"
    DAYS = "days"


class Lacking(NamedTuple):
    """`names` are those of what is gone, as it was called when the template was saved; empty where nobody knows. `most` are the
    people at once that this platform takes."""

    lack: Lack
    names: tuple[str, ...] = ()
    most: int | None = None


class Fitted(NamedTuple):
    """A template as far as it can be taken here."""

    content: TemplateContent
    lacking: tuple[Lacking, ...]


def fit(
    content: TemplateContent, choices: Choices, generation: Generation, *, days_possible: bool = True
) -> Fitted:
    """An assistant, a number or a company that is gone is left empty; where the deployment does not tell which there are, they
    stay."""
    basics, gone = _fit_basics(content, choices, generation)
    known = offered(generation)
    retries, each = content.retries, content.each
    lacking = [*gone, *_not_offered(each, retries, known)]
    if Setting.LONGEST_CALL not in known:
        each = replace(each, longest_minutes=None)
    if Setting.VOICEMAIL not in known:
        each = replace(EachCall(), longest_minutes=each.longest_minutes)
    if Setting.TRIES_BY_OUTCOME not in known:
        retries = replace(retries, tries_by_outcome={})
    most = PaceLimits.of(None, generation).people_at_once
    if (retries.people_at_once or 0) > most:
        retries = replace(retries, people_at_once=most)
        lacking.append(Lacking(Lack.FEWER_AT_ONCE, most=most))
    days = content.days
    if days is not None and not days_possible:
        days = None
        lacking.append(Lacking(Lack.DAYS))
    retries = replace(retries, tries_add_up=tries_add_up(generation))
    return Fitted(replace(content, basics=basics, retries=retries, each=each, days=days), tuple(lacking))


def _fit_basics(
    content: TemplateContent, choices: Choices, generation: Generation
) -> tuple[Basics, list[Lacking]]:
    basics, lacking = content.basics, list[Lacking]()
    if basics.assistant_id and _is_gone(basics.assistant_id, [one.id for one in choices.assistants]):
        lacking.append(Lacking(Lack.ASSISTANT_GONE, _names(content, [basics.assistant_id])))
        basics = replace(basics, assistant_id=None, from_number_ids=())
    usable = choices.caller_ids(basics.assistant_id)
    if usable is not None and (lost := [one for one in basics.from_number_ids if one not in usable]):
        lacking.append(Lacking(Lack.NUMBERS_GONE, _names(content, lost)))
        kept = tuple(one for one in basics.from_number_ids if one in usable)
        basics = replace(basics, from_number_ids=kept)
    if basics.company_id and not knows_companies(generation):
        lacking.append(Lacking(Lack.NO_COMPANIES, _names(content, [basics.company_id])))
        basics = replace(basics, company_id=None)
    elif basics.company_id and _is_gone(basics.company_id, [one.id for one in choices.companies]):
        lacking.append(Lacking(Lack.COMPANY_GONE, _names(content, [basics.company_id])))
        basics = replace(basics, company_id=None)
    return basics, lacking


def _is_gone(chosen: str, offered_ids: Collection[str]) -> bool:
    return bool(offered_ids) and chosen not in offered_ids


def _names(content: TemplateContent, ids: Collection[str]) -> tuple[str, ...]:
    return tuple(content.names[one] for one in ids if one in content.names)


def _not_offered(each: EachCall, retries: Retries, known: Collection[Setting]) -> Iterator[Lacking]:
    if Setting.LONGEST_CALL not in known and each.longest_minutes is not None:
        yield Lacking(Lack.LONGEST_CALL)
    if Setting.VOICEMAIL not in known and replace(each, longest_minutes=None) != EachCall():
        yield Lacking(Lack.VOICEMAIL)
    if Setting.TRIES_BY_OUTCOME not in known and any(retries.tries_by_outcome.values()):
        yield Lacking(Lack.TRIES_BY_OUTCOME)
