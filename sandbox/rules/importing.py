"""Import of a CSV file into the CRM (`POST /contacts/import`), duplicates found by their normalised phone number."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from sandbox.contract.errors import RefusedError
from sandbox.dialling.call_window import zone
from sandbox.tables import companies, contacts, new_id

csv.field_size_limit(16 * 1024 * 1024)
MOST_ERRORS = 10
CONTACT_FIELDS = (
    "first_name", "last_name", "email", "phone", "phone_secondary", "job_title", "lead_status", "source", "timezone",
    "do_not_call", "notes", "tags",
)  # fmt: skip
COMPANY_FIELDS = {
    "company_website": "website",
    "company_industry": "industry",
    "company_country": "country",
    "company_phone": "phone",
}
COMPANY_NAMES = ("company_name", "company")
YES = {"true", "yes", "y", "1", "x", "ja", "wahr"}


@dataclass(frozen=True)
class Import:
    """Import that the form asked for. `mapping`: JSON, platform field to CSV header."""

    team_id: str
    mapping: str
    create_companies: bool
    company_fields: bool
    default_company_id: str | None
    duplicates: str
    most_rows: int
    lifts_marks: bool = False
    """Whether `replace` takes away a wish not to be called that the row does not repeat."""


@dataclass
class ImportCounts:
    imported: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0
    total: int = 0
    errors: list[str] = field(default_factory=list)

    def fail(self, row: int, why: str) -> None:
        """`row` counts the header as row 1, as a spreadsheet does."""
        self.failed += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(f"Row {row}: {why}")

    def counts(self) -> dict[str, Any]:
        return asdict(self)


def normalised(phone: str) -> str | None:
    """`+` and digits; None for what is no international number."""
    bare = re.sub(r"[\s()./\-\u00a0]", "", phone)
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    return bare if re.fullmatch(r"\+[1-9][0-9]{6,14}", bare) else None


class UnreadableError(ValueError):
    """The file, or what was said about it, makes no sense: no row of it can be imported."""


def import_people(connection: Connection, wanted: Import, content: bytes, now: float) -> ImportCounts:
    """Import every row that can be, and count the rest. Of a file that is no table, one row fails: the first.

    Raises:
        RefusedError: 400 where no first name is mapped, 413 for too many rows.
    """
    try:
        header, lines = _table(content)
    except UnreadableError as error:
        result = ImportCounts(total=1)
        result.fail(1, str(error))
        return result
    if len(lines) > wanted.most_rows:
        raise RefusedError(413, f"The file has more than {wanted.most_rows} rows")
    result = ImportCounts(total=len(lines))
    try:
        mapping = _mapping(wanted.mapping, header)
        _check_default_company(connection, wanted)
    except UnreadableError as error:
        for number in range(2, len(lines) + 2):
            result.fail(number, str(error))
        return result
    rows = [dict(zip(header, line, strict=False)) for line in lines]
    people = _with_companies(connection, wanted, list(_people(rows, mapping, result)))
    _store(connection, wanted, people, result, now)
    return result


def _table(content: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        return next(reader, []), [line for line in reader if any(line)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError("the file is not a CSV table in UTF-8") from error


def _mapping(text: str, header: list[str]) -> dict[str, str]:
    try:
        mapping = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("columnMapping is not JSON") from error
    if not isinstance(mapping, dict) or not all(isinstance(name, str) for name in mapping.values()):
        raise UnreadableError("columnMapping is not a JSON object of texts")
    if "first_name" not in mapping:
        raise RefusedError(400, "first_name must be mapped", field="columnMapping")
    missing = [name for name in mapping.values() if name not in header]
    if missing:
        raise UnreadableError(f"the file has no column {missing[0]!r}")
    return mapping


def _check_default_company(connection: Connection, wanted: Import) -> None:
    if wanted.default_company_id is None:
        return
    mine = companies.c.id == wanted.default_company_id, companies.c.team_id == wanted.team_id
    if connection.scalar(select(companies.c.id).where(*mine)) is None:
        raise UnreadableError("the default company does not exist")


def _people(
    rows: list[dict[str, str]], mapping: dict[str, str], result: ImportCounts
) -> Iterator[dict[str, Any]]:
    """The rows as people, without those that cannot be imported: `result` counts them."""
    for number, row in enumerate(rows, start=2):
        cells = {name: (row.get(header) or "").strip() for name, header in mapping.items()}
        person = {name: cells.get(name) or None for name in CONTACT_FIELDS}
        if not person["first_name"]:
            result.fail(number, "first_name is required")
            continue
        if person["phone"] and normalised(person["phone"]) is None:
            result.fail(number, f"{person['phone']!r} is not a valid phone number")
            continue
        yield _typed(person) | {"company": _company_of(cells), "custom_fields": _custom(cells)}


def _typed(person: dict[str, Any]) -> dict[str, Any]:
    person["last_name"] = person["last_name"] or ""
    for name in ("phone", "phone_secondary"):
        person[name] = normalised(person[name]) if person[name] else None
    person["timezone"] = person["timezone"] if zone(person["timezone"]) else None
    person["do_not_call"] = (person["do_not_call"] or "").casefold() in YES
    person["tags"] = [tag.strip() for tag in person["tags"].split(",")] if person["tags"] else None
    return person


def _company_of(cells: dict[str, str]) -> dict[str, str]:
    named = next((cells[name] for name in COMPANY_NAMES if cells.get(name)), "")
    about = {column: cells[name] for name, column in COMPANY_FIELDS.items() if cells.get(name)}
    return {"name": named, **about} if named else {}


def _custom(cells: dict[str, str]) -> dict[str, str] | None:
    """Whatever is mapped to a field the platform does not have is kept beside it."""
    known = {*CONTACT_FIELDS, *COMPANY_FIELDS, *COMPANY_NAMES}
    return {
        name.removeprefix("custom_fields."): text
        for name, text in cells.items()
        if name not in known and text
    } or None


def _with_companies(
    connection: Connection, wanted: Import, people: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each person with a `company_id`: the named company where there is or may be one, else the default."""
    mine = select(companies.c.name, companies.c.id).where(companies.c.team_id == wanted.team_id)
    known = {row.name.casefold(): row.id for row in connection.execute(mine)}
    for person in people:
        company = person.pop("company")
        person["employer"] = company.get("name")
        name = company.get("name", "").casefold()
        if name and name not in known and wanted.create_companies:
            about = company if wanted.company_fields else {"name": company["name"]}
            row = {**about, "id": new_id("comp"), "team_id": wanted.team_id}
            connection.execute(insert(companies).values(row))
            known[name] = row["id"]
        person["company_id"] = known.get(name) or wanted.default_company_id
    return people


def _store(
    connection: Connection, wanted: Import, people: list[dict[str, Any]], result: ImportCounts, now: float
) -> None:
    known = _known_phones(connection, wanted.team_id, people)
    fresh: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    for person in people:
        phone = person["phone"]
        if phone and phone in known:
            again.append(person)
            continue
        person |= {"id": new_id("con"), "team_id": wanted.team_id, "created_at": now}
        person["lead_status"] = person["lead_status"] or "new"
        person["source"] = person["source"] or "import"
        fresh.append(person)
        if phone:
            known.add(phone)
    if fresh:
        connection.execute(insert(contacts), fresh)
    result.imported += len(fresh)
    if wanted.duplicates == "skip":
        result.skipped += len(again)
        return
    for person in again:
        _overwrite(connection, wanted, person)
    result.updated += len(again)


def _known_phones(connection: Connection, team_id: str, people: list[dict[str, Any]]) -> set[str]:
    phones = json.dumps([person["phone"] for person in people if person["phone"]])
    listed = select(func.json_each(phones).table_valued("value").c.value)
    mine = select(contacts.c.phone).where(contacts.c.team_id == team_id, contacts.c.phone.in_(listed))
    return set(connection.scalars(mine))


def _overwrite(connection: Connection, wanted: Import, person: dict[str, Any]) -> None:
    """`update` writes what the row says, `replace` also empties what it does not, a do-not-call mark where it may."""
    given = {name: value for name, value in person.items() if value is not None and value != ""}
    changes = dict(person) if wanted.duplicates == "replace" else given
    if not person["do_not_call"] and not (wanted.duplicates == "replace" and wanted.lifts_marks):
        changes.pop("do_not_call", None)
    changes.pop("company_id", None)
    same = (contacts.c.team_id == wanted.team_id, contacts.c.phone == bindparam("same_phone"))
    connection.execute(update(contacts).where(*same).values(changes), {"same_phone": person["phone"]})
