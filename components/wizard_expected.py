"""Who is expected in a campaign in the making, and when it would be over."""

from __future__ import annotations

from dataclasses import dataclass

from components.company_people import MAX_AGE, picked_contacts, zone_shares
from components.console import console
from components.measured_calls import team_assumptions
from components.new_campaign.draft import Draft
from components.ui.messages import problems_shown
from services.api.models import Campaign, CampaignContact, Contact
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.campaigns.choices import Choices
from services.campaigns.first_people import PeopleSource, unreached
from services.campaigns.planned import planned_campaign
from services.forecast import Forecast, Situation, forecast
from services.readiness import People, PersonToCall

MOST_CHECKED = 5_000
"""So many people are read to be checked beforehand; more are checked on the campaign's own page."""


@dataclass(frozen=True)
class Expected:
    """`people` are None where they are not known yet; `total` is then what is known of their number."""

    people: People | None
    total: int = 0


def expected_or_unknown(made: Draft, choices: Choices) -> Expected:
    """The people the campaign will begin with; a failure to read them is said."""
    with problems_shown():
        return _expected(made, choices)
    return Expected(None)


def outlook_of_draft(made: Draft, expected: Expected, count: int = 0) -> Forecast | None:
    """When it would be over. People who are not known yet are `count`, spread over zones as the company's are."""
    campaign = planned_campaign(made.request())
    now = console().api.clock.now()
    begins = max(now, campaign.scheduled_start_at or now)
    if expected.people is not None:
        situation = Situation.before_launch(begins, expected.people)
    else:
        shares = zone_shares(made.basics.company_id) or {campaign.call_window_timezone: 1.0}
        situation = Situation(begins, {zone: round(count * share) for zone, share in shares.items()})
    window, rules = CallWindow.from_campaign(campaign), RetryRules.from_campaign(campaign)
    return forecast(situation, window, campaign.max_concurrent_calls or 1, rules, team_assumptions())


def _expected(made: Draft, choices: Choices) -> Expected:
    match made.people.source:
        case PeopleSource.PICKED:
            return Expected(People.of_contacts(picked_contacts(made.people.picked)))
        case PeopleSource.EVERYBODY:
            return _everybody(made, choices)
        case PeopleSource.UNREACHED if made.copied and _few_enough(made.copied):
            return Expected(_unreached_of(made.copied.id))
        case _:
            return Expected(None)


def _few_enough(campaign: Campaign) -> bool:
    return campaign.total_contacts is not None and campaign.total_contacts <= MOST_CHECKED


def _unreached_of(campaign_id: str) -> People:
    def fetch() -> list[CampaignContact]:
        return unreached(console().api, campaign_id)

    rows = console().reads.get(f"unreached:{campaign_id}", fetch, MAX_AGE, purpose="readiness").value
    people = [row.contact for row in rows if row.contact]
    return People.gather(PersonToCall(one.phone, one.timezone, one.do_not_call, one.id) for one in people)


def _everybody(made: Draft, choices: Choices) -> Expected:
    company_id, api = made.basics.company_id or "", console().api
    count = next((one.contact_count or 0 for one in choices.companies if one.id == company_id), 0)
    if count > MOST_CHECKED or made.people.at_most:
        return Expected(None, made.people.at_most or count)

    def fetch() -> list[Contact]:
        return list(api.contacts.list(company_id))

    contacts = console().reads.get(f"everybody:{company_id}", fetch, MAX_AGE, purpose="readiness")
    return Expected(People.of_contacts(contacts.value))
