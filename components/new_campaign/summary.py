"""Summary of a campaign in the making: each of its parts in a line, said alike wherever one is made."""

from __future__ import annotations

from components.campaign_form.words import hours_words, start_words
from components.new_campaign.draft import Draft
from components.ui import formats
from components.ui.markdown import plain, shortened
from components.ui.place_names import place_name
from components.words.calling_days import days_words
from services.campaigns.choices import Choices
from services.campaigns.first_people import FirstPeople, PeopleSource, takes_limit
from services.campaigns.suggested import callers_in
from services.texts import N_, _, ngettext

SOURCE_WORDS = {
    PeopleSource.UPLOAD: N_("From a list, uploaded next"),
    PeopleSource.EVERYBODY: N_("Everybody of the company"),
    PeopleSource.UNREACHED: N_("Whom the copied campaign did not reach"),
    PeopleSource.GROUP: N_("A contact group, counted and confirmed next"),
    PeopleSource.LATER: N_("Decided later"),
}
LONGEST = 80


def name_words(made: Draft) -> str:
    """The name as Markdown; "" where it has none yet."""
    return plain(shortened(made.basics.name.strip(), LONGEST))


def from_words(made: Draft, choices: Choices) -> str:
    """Why it calls from these numbers, where most of its people are in one country and there was a choice; "" elsewhere."""
    callers = choices.callers(made.basics.assistant_id)
    if not made.country or not callers or not made.basics.from_number_ids:
        return ""
    near = callers_in(made.country, made.basics.assistant_id, choices)
    country = plain(place_name(made.country))
    if not near:
        return _("Most of these people: {country}. The assistant has no number of that country.").format(
            country=country
        )
    if len(near) == len(callers):
        return ""
    if set(made.basics.from_number_ids) <= set(near):
        return _("Most of these people: {country}. They are called from a number of that country.").format(
            country=country
        )
    return _("Most of these people: {country}. Not all numbers chosen are of that country.").format(
        country=country
    )


def when_words(made: Draft) -> str:
    """Hours, days, and the start."""
    days = plain(days_words(made.days)) if made.days is not None else ""
    return _joined(hours_words(made.hours), days, start_words(made.hours))


def people_words(people: FirstPeople) -> str:
    """Where its people come from, and how many of them."""
    if people.at_most and takes_limit(people.source):
        first = ngettext(
            "only the first {count} of them now", "only the first {count} of them now", people.at_most
        )
        return f"{source_words(people)}: {first.format(count=formats.number(people.at_most))}"
    return source_words(people)


def source_words(people: FirstPeople) -> str:
    if people.source is PeopleSource.PICKED:
        count = len(people.picked)
        return ngettext("{count} person picked", "{count} people picked", count).format(
            count=formats.number(count)
        )
    return _(SOURCE_WORDS[people.source])


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
