"""Gateway to the platform for imports, one request a method, each counted and sent as an import's."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from services.api import Api, ApiError, BudgetState, Page
from services.api.errors import (
    BudgetSpent,
    Forbidden,
    NotAvailable,
    NotFound,
    StatusError,
    Unauthorized,
    UnreadableAnswer,
)
from services.api.generation import Generation
from services.api.models import (
    CampaignContact,
    Contact,
    ContactCreate,
    EnrollmentStatus,
    EnrolResult,
    ImportResult,
    Outcome,
)
from services.groups.own_group import group_for_import
from services.imports.claim import Claim
from services.imports.matching import Known
from services.operation_verdicts import OperationVerdict, Verdicts, verdict_of

PURPOSE = "import"
MEMBERS, CONTACTS, IMPORT, CREATE = "listCampaignContacts", "listContacts", "importContacts", "createContact"
ENROL = "addCampaignContacts"
GROUP = "createGroup"
CHANGES = (IMPORT, CREATE)  # no probe asks about these: what becomes of them here tells the whole console
NAMELESS = "–"
NOT_THIS_KIND_OF_BODY = 415
OWN_FIELD = "custom_fields."  # before the name of a field that only this list has
Answer = TypeVar("Answer")


class Closed(Exception):  # noqa: N818  not an error: this deployment works another way
    """This deployment does not have the operation, or keeps it from this key."""

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.operation = operation


class TokenRefused(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The platform does not accept the token for anything."""


class Seen(NamedTuple):
    """One page of people. `following` is the offset of the next page, None at the end. `total` is None where it is not told how
    many there are. `nameless` are rows of it that
    tell neither a contact nor a number."""

    people: list[Known]
    following: int | None
    total: int | None
    page_rows: int
    nameless: int = 0


class Platform:
    """The campaign and the company of a claimed job on the platform, through one key.

    All methods raise the errors of `services.api.errors`; those of companion operations raise `Closed` where the
    operation is not to be had here, and `TokenRefused` where the token is not accepted for anything.
    """

    def __init__(self, api: Api, claim: Claim, between_campaigns: timedelta = timedelta()) -> None:
        self._api = api
        self.between_campaigns = between_campaigns
        self._claim = claim
        self._campaign_id = claim.campaign_id
        self._company_id = claim.company_id

    @property
    def generation(self) -> Generation:
        return self._api.campaigns.which_generation()

    @property
    def team_id(self) -> str:
        return self._api.team_id

    @property
    def account(self) -> str:
        return f"{self._api.base_url} {self._api.team_id}"

    def now(self) -> datetime:
        return self._api.clock.now()

    @property
    def skips_known(self) -> bool:
        """Whether somebody who is in the campaign is skipped where she is enrolled again; else her next call may move."""
        return self.generation is Generation.SEED

    def people_inside(self) -> int | None:
        """How many the list of campaigns says are in this one; None where it does not."""
        with self._asked():
            told = [one.total_contacts for one in self._api.campaigns.list() if one.id == self._campaign_id]
        return told[0] if told else None

    def members(self, offset: int, rows: int) -> Seen:
        """People already in the campaign."""

        def ask() -> Seen:
            # whole: who cannot be read could be anybody in the list, one not to be called too
            page = self._api.campaigns.contacts(self._campaign_id, limit=rows, offset=offset).whole()
            people = [_member(item) for item in page.items if item.contact]
            told = [one for one in people if one.contact_id or one.phone]
            seen = _seen(page, told)
            return seen._replace(nameless=len(page.items) - len(told))

        return self._companion(MEMBERS, ask)

    def forbidden(self, offset: int, rows: int) -> Seen:
        """People of the whole team that nobody may call."""
        return self._contacts(offset, rows, do_not_call=True)

    def contacts(self, offset: int, rows: int) -> Seen:
        """People among whom those of the list are found: of the campaign's company, or of the whole team; once the import
        has a group of its own, and at the first try, of that."""
        if self.skips_known:
            return self._contacts(offset, rows, company_id=self._company_id or None)
        place = self._claim.place
        return self._contacts(offset, rows, group_id=None if place.passes else place.group_id or None)

    def team(self, offset: int, rows: int) -> Seen:
        """People of the whole team."""
        return self._contacts(offset, rows)

    def search(self, phone: str) -> list[Known]:
        """People of the whole team whose number contains these digits."""
        return self._contacts(0, 100, search=phone).people

    def _contacts(self, offset: int, rows: int, **filters: Any) -> Seen:
        def ask() -> Seen:
            page = self._api.contacts.list(limit=rows, offset=offset, **filters).whole()
            return _seen(page, [_contact(item) for item in page.items])

        return self._companion(CONTACTS, ask)

    def import_people(self, rows: Sequence[dict[str, str]]) -> ImportResult:
        """Put new people into the CRM: by a file where people belong to companies, and who is there already is skipped;
        else row by row into a group of their own, and who is there already is merged with."""
        if not self.skips_known:
            return self._import_rows(rows)
        names = dict.fromkeys(name for row in rows for name in row)
        fields = [name for name in names if any(row.get(name) for row in rows) or name == "first_name"]
        content = io.StringIO()
        writer = csv.DictWriter(content, fields, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        body = content.getvalue().encode()

        def ask() -> ImportResult:
            return self._api.contacts.import_csv(body, {name: name for name in fields}, self._company_id)

        return self._companion(IMPORT, ask)

    def _import_rows(self, rows: Sequence[dict[str, str]]) -> ImportResult:
        people = [_new_contact(row, group_id=self.own_group()) for row in rows]

        def ask() -> ImportResult:
            try:
                return self._api.contacts.import_rows(people)
            except StatusError as error:
                if error.status == NOT_THIS_KIND_OF_BODY:
                    raise NotAvailable(IMPORT, error.message, status=error.status) from None
                raise

        return self._companion(IMPORT, ask)

    def create(self, person: dict[str, str]) -> str:
        """Put one new person into the CRM; the contact's id. Never sent twice by itself.

        Raises:
            Closed: with `GROUP`, new people would belong to a group, and none can be made, or nobody knows whether they do.
        """
        if self.generation in (Generation.ACTIONS, Generation.NEWEST):
            contact = _new_contact(person, group_id=self.own_group())
        elif self._company_id or self.skips_known:
            contact = _new_contact(person, company_id=self._company_id)
        else:
            raise Closed(GROUP)

        def ask() -> str:
            return self._api.contacts.create(contact).contact.id

        return self._companion(CREATE, ask)

    def own_group(self) -> str:
        """Id of the group that new people of this import join, and that no assistant has.

        Raises:
            Closed: this key cannot make one, or see it.
        """
        place, claim = self._claim.place, self._claim

        def ask() -> str:
            made_on = claim.created_at.date()
            return group_for_import(
                self._api, file_name=claim.file_name, made_on=made_on, import_id=claim.job_id
            ).id

        if not place.group_id:
            place.group_id = self._companion(GROUP, ask)
        return place.group_id

    def enrol(self, contact_ids: Sequence[str]) -> EnrolResult:
        """People of the CRM into the campaign.

        Raises:
            Closed: the token is fine, but not for this.
        """

        def ask() -> EnrolResult:
            return self._api.campaigns.add_contacts(self._campaign_id, contact_ids)

        try:
            return self._ask(ask)
        except Unauthorized:
            raise Closed(ENROL) from None

    def campaign_exists(self) -> bool:
        """Looked up in the list, which every deployment has."""
        with self._asked():
            return any(campaign.id == self._campaign_id for campaign in self._api.campaigns.list())

    def budget(self) -> BudgetState:
        return self._api.budget.state()

    def real_seconds(self, duration: timedelta) -> float:
        """This machine's seconds for so much of the platform's time."""
        return duration.total_seconds() / self._api.clock.speed

    def real_seconds_until(self, moment: Any) -> float:
        """This machine's seconds until a moment of the platform's clock, which may run fast."""
        return max(0.0, (moment - self._api.clock.now()).total_seconds() / self._api.clock.speed)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        sent = True
        try:
            with self._api.budget.purpose(PURPOSE, job=True):
                yield
        except BudgetSpent:
            sent = False
            raise
        finally:
            if sent:
                self._claim.requests += 1

    def _companion(self, operation: str, ask: Callable[[], Answer]) -> Answer:
        try:
            answer = self._ask(ask)
        except (Forbidden, NotFound, NotAvailable, Unauthorized) as error:
            if operation in self._claim.place.worked:
                # an operation that was there does not go away: a proxy, or a deployment in the middle of a change
                raise UnreadableAnswer(operation, status=error.status) from None
            if operation != CREATE or not isinstance(
                error, NotFound
            ):  # the company or the campaign may be missing
                self._tell(operation, verdict_of(error))
            raise Closed(operation) from None
        if operation not in self._claim.place.worked:
            self._claim.place.worked.append(operation)
            self._tell(operation, OperationVerdict.OPEN)
        return answer

    def _tell(self, operation: str, verdict: OperationVerdict | None) -> None:
        if verdict and operation in CHANGES:
            store = self._claim.store
            Verdicts(store.engine, self._api.fingerprint, store.clock).remember({operation: verdict})

    def _ask(self, ask: Callable[[], Answer]) -> Answer:
        """Asks again where a 401 was not about the token: it may have been replaced in this very moment.

        Raises:
            Unauthorized: the token does not work, or the operation is closed to it.
        """
        try:
            with self._asked():
                return ask()
        except Unauthorized:
            self._check_token()
        with self._asked():
            return ask()

    def _check_token(self) -> None:
        """A 401 may mean a revoked token or an operation closed to keys: an operation every key has tells which.

        Raises:
            TokenRefused: the token does not work.
        """
        try:
            with self._asked():
                self._api.campaigns.list(limit=1)
        except Unauthorized as error:
            raise TokenRefused from error


def token_works(api: Api) -> bool:
    """Whether the platform accepts the key again; False too while it does not answer."""
    try:
        with api.budget.purpose(PURPOSE, background=True):
            api.campaigns.list(limit=1)
    except ApiError:
        return False
    return True


def _seen(page: Page[Any], people: list[Known]) -> Seen:
    following = page.offset + page.received
    return Seen(people, None if page.ends_at(following) else following, page.total, page.limit)


def _contact(contact: Contact) -> Known:
    company_id = contact.company_id or (contact.company.id if contact.company else None)
    told = "custom_fields" in contact.model_fields_set
    own = frozenset(name for name, value in (contact.custom_fields or {}).items() if value not in (None, ""))
    return Known(
        contact.id,
        contact.phone,
        contact.phone_secondary,
        contact.do_not_call is True,
        company_id,
        own=own if told else None,
    )


def _new_contact(person: dict[str, str], *, company_id: str = "", group_id: str = "") -> ContactCreate:
    own = {name.removeprefix(OWN_FIELD): text for name, text in person.items() if name.startswith(OWN_FIELD)}
    given: dict[str, Any] = {
        name: text for name, text in person.items() if text and not name.startswith(OWN_FIELD)
    }
    given["last_name"] = given.get("last_name") or NAMELESS
    if "tags" in given:
        given["tags"] = given["tags"].split(",")
    if group_id and own.get("company"):
        given["company_name"] = own.pop("company")  # where there are no companies it is a field of the person
    if own:
        given["custom_fields"] = own
    if company_id:
        given["company_id"] = company_id
    if group_id:
        given["group_id"] = group_id
    return ContactCreate(**given)


def _member(member: CampaignContact) -> Known:
    person = member.contact
    if person is None:
        return Known("")
    barred = member.status == EnrollmentStatus.SKIPPED and member.outcome == Outcome.DO_NOT_CALL
    name = f"{person.first_name} {person.last_name}".strip()
    return Known(person.id or "", person.phone, None, person.do_not_call is True or barred, name=name)
