"""Facts for a campaign in the making: what it can be made of, the people to expect in it, what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignCreate, Company, Contact
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.usual import UsualHours
from services.calling_days.whose import Whose
from services.campaign.calendars import Calendars
from services.campaign.company_people import CompanyPeople
from services.campaign.expected import Expected, ExpectedPeople
from services.campaign.outlook import Outlooks
from services.campaign.readiness import ReadinessChecks
from services.campaigns.choices import Choices
from services.campaigns.first_people import FirstPeople
from services.campaigns.planned import planned_campaign
from services.deployment import Deployment
from services.forecast import Forecast
from services.groups.listing import ContactGroups
from services.keeper import NotKept
from services.keeper.guardrails.terms import GuardrailTerms
from services.readiness import Finding


@dataclass(frozen=True)
class NewCampaignFacts:
    """Handed down by the page as `CampaignFacts` are. A method raises an ApiError where the platform fails and nothing was
    read before, unless it says otherwise."""

    api: Api
    deployment: Deployment
    people: CompanyPeople
    expected: ExpectedPeople
    outlooks: Outlooks
    checks: ReadinessChecks
    groups: ContactGroups
    calendars: Calendars

    @property
    def team_id(self) -> str:
        return self.api.team_id

    @property
    def generation(self) -> Generation:
        """Generation of the platform, by which a form asks."""
        return self.api.campaigns.which_generation()

    def now(self) -> datetime:
        """The time that counts."""
        return self.api.clock.now()

    def may(self, operation: str) -> bool:
        """Whether an operation of the contract can be used here."""
        return self.deployment.may(operation)

    def company_people(self, company_id: str | None, search: str = "") -> list[Contact]:
        """The first people who can be called, to pick from: of a company, or of the team where none is named."""
        return self.people.first(company_id, search)

    def known_people(self, contact_ids: Sequence[str]) -> list[Contact] | None:
        """Those of them whom Talkturo knows; None where it does not tell of single people here."""
        if not self.may("getContact"):
            return None
        try:
            return self.people.known(contact_ids)
        except (errors.Forbidden, errors.NotAvailable):
            return None

    def company_zones(self, company_id: str | None) -> list[str]:
        """Time zones of a company's people, where most live first; empty where it is not known."""
        return self.people.zones(company_id)

    def expected_people(
        self, first: FirstPeople, company: Company | None, picked: Sequence[Contact], copied: Campaign | None
    ) -> Expected:
        """The people it will begin with."""
        return self.expected.of(first, company=company, picked=picked, copied=copied)

    def expected_kinds(
        self, expected: Expected, company_id: str | None, timezone: str | None
    ) -> tuple[Whose, ...]:
        """Where the people to expect are: whose holidays count. Raises nothing of the platform's."""
        return self.calendars.expected(expected.people, company_id, timezone)

    def usual_hours(self, people: Sequence[Whose]) -> UsualHours:
        """Hours and days that are allowed in all places where people are."""
        return self.calendars.days.usual(sorted({place for one in people for place in one.places}))

    def to_begin_with(self, region: str, copied_id: str) -> UsualHours | None:
        """Hours and days of a new campaign for people of `region`, or of a copy of another one; None where no days can be kept."""
        return self.calendars.days.to_begin_with(region, copied_id)

    def no_days_because(self) -> NotKept | None:
        """Why no calling days can be kept here; None where they can."""
        return self.calendars.days.not_offered()

    def outlook(
        self,
        request: CampaignCreate,
        expected: Expected,
        count: int,
        days: CallingDays | None,
        limits: GuardrailTerms | None,
    ) -> Forecast | None:
        """Forecast of when it would be over; people who are not known yet are `count`. Raises nothing of the
        platform's."""
        return self.outlooks.of_planned(
            planned_campaign(request), expected.people, count, days or EVERY_DAY, limits
        )

    def readiness(
        self,
        request: CampaignCreate,
        expected: Expected,
        choices: Choices,
        days: CallingDays | None = None,
    ) -> list[Finding]:
        """Findings for and against launching it. Raises nothing of the platform's."""
        return self.checks.of_planned(
            planned_campaign(request), expected, list(choices.numbers) or None, days
        )
