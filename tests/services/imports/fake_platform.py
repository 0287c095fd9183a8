"""A platform in memory, for the stages of an import: what `services.imports.platform.Platform` offers, with faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.api import BudgetState
from services.api.errors import BadRequest, Conflict, PayloadTooLarge
from services.api.generation import Generation
from services.api.models import EnrolResult, ImportResult
from services.imports.claim import Claim
from services.imports.matching import Known
from services.imports.platform import CONTACTS, CREATE, GROUP, IMPORT, MEMBERS, OWN_FIELD, Closed, Seen

COMPANY = "comp"
OPERATIONS = {
    "members": MEMBERS,
    "forbidden": CONTACTS,
    "contacts": CONTACTS,
    "search": CONTACTS,
    "import_people": IMPORT,
    "create": CREATE,
    "own_group": GROUP,
}


@dataclass
class FakePlatform:
    """`before` and `after` hold errors by method: raised before or after it acts, one a call."""

    crm: list[Known] = field(default_factory=list)
    in_campaign: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    before: dict[str, list[Exception]] = field(default_factory=dict)
    after: dict[str, list[Exception]] = field(default_factory=dict)
    most_rows: int = 10_000
    page_cap: int = 1000
    refused_names: set[str] = field(default_factory=set)
    refused_fields: set[str] = field(default_factory=set)
    says_which_field: bool = True
    keeps_fields: bool = True
    says_counts: bool = True
    generation: Generation = Generation.SEED
    team_id: str = "team"
    between_campaigns: timedelta = timedelta()
    barred_in_campaign: set[str] = field(default_factory=set)
    moved: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    names_invalid: Callable[[str], object] | None = None
    exists: bool = True
    tells_total: bool = True
    whole_group: list[str] = field(default_factory=list)  # gets in with everybody who is enrolled
    asked: Counter[str] = field(default_factory=Counter)
    sent_to_enrol: Counter[str] = field(default_factory=Counter)
    imported: list[dict[str, str]] = field(default_factory=list)
    meanwhile: Callable[[str], None] = lambda _method: None
    claim: Claim | None = None

    def open(self, claim: Claim) -> FakePlatform:
        self.claim = claim
        return self

    @property
    def skips_known(self) -> bool:
        return self.generation is Generation.SEED

    @property
    def account(self) -> str:
        return "here team"

    def now(self) -> datetime:
        return datetime.now(UTC)

    def people_inside(self) -> int | None:
        self._ask("people_inside")
        return len(self.in_campaign) if self.tells_total else None

    def real_seconds(self, duration: timedelta) -> float:
        return duration.total_seconds()

    def _ask(self, method: str) -> None:
        self.asked[method] += 1
        if self.claim:
            self.claim.requests += 1
        self.meanwhile(method)
        if method in self.closed:
            raise Closed(OPERATIONS[method])
        if self.before.get(method):
            raise self.before[method].pop(0)

    def _acted(self, method: str) -> None:
        if self.after.get(method):
            raise self.after[method].pop(0)

    def _page(self, people: list[Known], offset: int, rows: int) -> Seen:
        size = min(rows, self.page_cap)
        page = people[offset : offset + size]
        more = offset + size < len(people)
        return Seen(page, offset + size if more else None, len(people), size)

    def members(self, offset: int, rows: int) -> Seen:
        self._ask("members")
        by_id = {person.contact_id: person for person in self.crm}
        inside = [by_id.get(one, Known(one)) for one in self.in_campaign]
        barred = self.barred_in_campaign
        return self._page(
            [one._replace(do_not_call=one.do_not_call or one.contact_id in barred) for one in inside],
            offset,
            rows,
        )

    def forbidden(self, offset: int, rows: int) -> Seen:
        self._ask("forbidden")
        return self._page([person for person in self.crm if person.do_not_call], offset, rows)

    def contacts(self, offset: int, rows: int) -> Seen:
        self._ask("contacts")
        return self._page([person for person in self.crm if self._belongs(person)], offset, rows)

    def team(self, offset: int, rows: int) -> Seen:
        self._ask("contacts")
        return self._page(self.crm, offset, rows)

    def _belongs(self, person: Known) -> bool:
        return not self.skips_known or person.company_id == COMPANY

    def search(self, phone: str) -> list[Known]:
        self._ask("search")
        return [person for person in self.crm if phone in (person.phone or "")]

    def own_group(self) -> str:
        self._ask("own_group")
        return "own"

    def import_people(self, rows: Sequence[dict[str, str]]) -> ImportResult:
        self._ask("import_people")
        if len(rows) > self.most_rows:
            raise PayloadTooLarge("importContacts", status=413)
        if len(rows) > 1 and any(row["first_name"] == "breaks the file" for row in rows):
            raise BadRequest("importContacts", "The file is broken", status=400)
        self._refuse_fields("importContacts", rows)
        failed, skipped, imported = 0, 0, 0
        errors: list[object] = []
        for number, row in enumerate(rows, start=2):
            if row["first_name"] in self.refused_names:
                failed += 1
                sentence = "we do not like this name"
                errors.append(
                    f"Row {number}: {sentence}"
                    if self.skips_known
                    else {"phone": row["phone"], "error": sentence}
                )
            elif any(person.phone == row["phone"] for person in self.crm):
                skipped += 1
                self.merged.update([row["phone"]] if not self.skips_known else [])
            else:
                self.imported.append(row)
                self.crm.append(self._new(row["phone"])._replace(own=self._kept(row)))
                imported += 1
        self._acted("import_people")
        told = {"failed": failed, "imported": imported, "errors": errors}
        told |= {"total": len(rows), "skipped": skipped} if self.skips_known else {}
        return ImportResult.model_validate(told)

    def create(self, person: dict[str, str]) -> str:
        self._ask("create")
        self._refuse_fields("createContact", [person])
        if person["first_name"] in self.refused_names:
            raise BadRequest("createContact", "We do not like this name", status=400)
        if not self.skips_known and any(known.phone == person["phone"] for known in self.crm):
            self.merged.update([person["phone"]])
        elif any(known.phone == person["phone"] for known in self.crm):
            raise Conflict("createContact", status=409)
        made = self._new(person["phone"])
        self.crm.append(made)
        self._acted("create")
        return made.contact_id

    def _refuse_fields(self, operation: str, rows: Sequence[dict[str, str]]) -> None:
        refused = self.refused_fields & {name for row in rows for name in row}
        if refused:
            why = f"unknown field {min(refused)}" if self.says_which_field else "Bad request"
            raise BadRequest(operation, why, status=400)

    def _kept(self, row: dict[str, str]) -> frozenset[str]:
        names = {name.removeprefix(OWN_FIELD) for name in row if name.startswith(OWN_FIELD)}
        return frozenset(names if self.keeps_fields else ())

    def _new(self, phone: str) -> Known:
        return Known(f"con{len(self.crm)}", phone, company_id=COMPANY)

    def enrol(self, contact_ids: Sequence[str]) -> EnrolResult:
        self._ask("enrol")
        self.sent_to_enrol.update(contact_ids)
        if len(contact_ids) > self.most_rows:
            raise PayloadTooLarge("addCampaignContacts", status=413)
        known = {person.contact_id for person in self.crm if self._belongs(person)}
        valid = [one for one in dict.fromkeys(contact_ids) if one in known]
        fresh = [one for one in valid if one not in self.in_campaign]
        self.in_campaign += fresh
        self.in_campaign += [one for one in self.whole_group if one not in self.in_campaign]
        self._acted("enrol")
        if not self.says_counts:
            return EnrolResult()
        unknown = [one for one in dict.fromkeys(contact_ids) if one not in known]
        invalid: object = [self.names_invalid(one) for one in unknown] if self.names_invalid else len(unknown)
        if self.skips_known:
            told = {"added": len(fresh), "skipped": len(valid) - len(fresh), "invalid": invalid}
        else:
            self.moved.update(set(valid) - set(fresh))
            moved = {"inserted": len(fresh), "updated": len(valid) - len(fresh)}
            told = {"added": len(fresh), "invalid": invalid, "enrollment": moved}
        return EnrolResult.model_validate(told)

    def campaign_exists(self) -> bool:
        return self.exists

    def budget(self) -> BudgetState:
        return BudgetState(1000, 0, 1000, 800, datetime.now(UTC), {}, 1.0)

    def real_seconds_until(self, moment: datetime) -> float:
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())

    @property
    def phones_in_campaign(self) -> list[str]:
        by_id = {person.contact_id: person.phone or "" for person in self.crm}
        return [by_id[one] for one in self.in_campaign]
