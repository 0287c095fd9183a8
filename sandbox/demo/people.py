"""Cast of the demo: companies, assistants, caller numbers and two thousand people.

Every telephone number is from a range that the regulators keep for film and fiction, so nobody's phone can ever ring:
Germany's Bundesnetzagentur (drama numbers), Ofcom's (…496 0xxx, 020 7946 0xxx), North America's 555-01xx.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sandbox.tables import TEAM_ID

BERLIN, LONDON = "Europe/Berlin", "Europe/London"
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"
DENVER, LOS_ANGELES = "America/Denver", "America/Los_Angeles"

NO_PHONE, DO_NOT_CALL, NO_ZONE = 0.02, 0.03, 0.06
"""Shares of people without a number, not to be called, and without a known time zone."""


@dataclass(frozen=True)
class Block:
    """A hundred or a thousand numbers for fiction: `prefix` and `digits` more; `zone` where they ring."""

    prefix: str
    digits: int
    zone: str
    first: int = 0

    def numbers(self) -> list[tuple[str, str]]:
        last = self.first + 100 if self.first else 10**self.digits
        return [(f"{self.prefix}{n:0{self.digits}}", self.zone) for n in range(self.first, last)]


GERMAN = [
    Block(prefix, digits, BERLIN)
    for prefix, digits in (
        ("+493023125", 3), ("+496990009", 3), ("+494066969", 3), ("+492214710", 3), ("+498999998", 3),
        ("+4917139200", 2), ("+49176040690", 2),
    )
]  # fmt: skip
BRITISH = [Block("+44207946", 4, LONDON)] + [
    Block(f"+44{area}496", 4, LONDON) for area in (161, 121, 113, 117, 131)
]
AMERICAN = [
    Block(f"+1{area}555", 4, zone, first=100)
    for area, zone in (
        (212, NEW_YORK), (617, NEW_YORK), (305, NEW_YORK), (201, NEW_YORK), (404, NEW_YORK), (312, CHICAGO),
        (214, CHICAGO), (303, DENVER), (415, LOS_ANGELES), (206, LOS_ANGELES),
    )
]  # fmt: skip
COUNTRIES = {"DE": GERMAN, "GB": BRITISH, "US": AMERICAN}
CALLERS_PER_COUNTRY = 10
"""The first numbers of each country are the team's own, the others people's."""


@dataclass(frozen=True)
class DemoCompany:
    id: str
    name: str
    industry: str
    country: str
    website: str
    people: int


NORDLICHT = DemoCompany("comp_nordlicht", "Nordlicht Energie GmbH", "Energy", "DE", "nordlicht.example", 520)
BERGMANN = DemoCompany(
    "comp_bergmann", "Bergmann Versicherungen AG", "Insurance", "DE", "bergmann.example", 380
)
ALPENBLICK = DemoCompany("comp_alpenblick", "Alpenblick Reisen", "Travel", "DE", "alpenblick.example", 200)
HARBOR = DemoCompany("comp_harbor", "Harbor & Main Insurance", "Insurance", "US", "harbormain.example", 420)
SUNRIDGE = DemoCompany("comp_sunridge", "Sunridge Solar", "Energy", "US", "sunridge.example", 230)
THAMES = DemoCompany("comp_thames", "Thames Valley Fitness", "Sports", "GB", "thamesfit.example", 250)
COMPANIES = (NORDLICHT, BERGMANN, ALPENBLICK, HARBOR, SUNRIDGE, THAMES)

CLARA, JONAS, EMILY = "asst_clara", "asst_jonas", "asst_emily"
MARCUS, SOPHIE = "asst_marcus", "asst_sophie"
ASSISTANTS = {
    CLARA: "Clara · energy adviser",
    JONAS: "Jonas · policy renewals",
    EMILY: "Emily · quote follow-up",
    MARCUS: "Marcus · solar appointments",
    SOPHIE: "Sophie · memberships",
}
CALLERS = (
    ("num_clara_1", "DE", "active", CLARA),
    ("num_clara_2", "DE", "active", CLARA),
    ("num_clara_3", "DE", "suspended", CLARA),
    ("num_jonas_1", "DE", "active", JONAS),
    ("num_jonas_2", "DE", "active", JONAS),
    ("num_emily_1", "US", "active", EMILY),
    ("num_emily_2", "US", "active", EMILY),
    ("num_marcus_1", "US", "active", MARCUS),
    ("num_marcus_2", "US", "suspended", MARCUS),
    ("num_sophie_1", "GB", "active", SOPHIE),
    ("num_sophie_2", "GB", "active", SOPHIE),
    ("num_spare", "DE", "purchasing", None),
)
"""Caller numbers: id, country, status, the assistant each is assigned to."""

FIRST_NAMES = {
    "DE": "Anna Ben Clara David Elif Finn Greta Hannes Ida Jonas Katrin Lukas Mia Nils Olivia Paul Ruth Sören Thea "
    "Uwe Vera Walter Yasemin Zoe Jürgen Bärbel Günther Renate Mehmet Ayşe",
    "GB": "Alfie Beth Charlie Daisy Edward Freya George Harriet Isla Jack Keira Liam Megan Noah Orla Poppy Rhys Sian "
    "Tom Una Violet William Priya Imran",
    "US": "Ava Brian Carmen Diego Emma Frank Grace Henry Isabella James Kayla Luis Maria Nathan Olivia Peter Quinn "
    "Rachel Sam Tyler Uma Victor Wendy Xavier",
}
LAST_NAMES = {
    "DE": "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein "
    "Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Yılmaz Kowalski Weiß Groß Böhm Vogel",
    "GB": "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White "
    "Roberts Green Hall Wood Jackson O'Connor Khan Clarke Hughes",
    "US": "Smith Johnson Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor "
    "Moore Jackson Martin Lee Perez Thompson White Harris Nguyen Cohen",
}
JOBS = (
    "Owner",
    "Office manager",
    "Purchasing",
    "Managing director",
    "Facility manager",
    "Sales manager",
    None,
    None,
)
LEADS = ("new", "new", "contacted", "qualified", "customer")
TAGS = (None, None, ["newsletter"], ["trade fair"], ["customer", "newsletter"])


def caller_numbers() -> list[dict[str, Any]]:
    """Rows of `phone_numbers`."""
    rows = []
    for place, (number_id, country, status, assistant) in enumerate(CALLERS):
        number = _numbers(country)[place % CALLERS_PER_COUNTRY if country != "DE" else place][0]
        rows.append(
            {
                "id": number_id,
                "team_id": TEAM_ID,
                "phone_number": number,
                "status": status,
                "country_code": country,
                "features": ["voice"],
                "assistant_id": assistant,
            }
        )
    return rows


@cache
def _numbers(country: str) -> Sequence[tuple[str, str]]:
    """All of a country's numbers with their zones, areas mixed."""
    columns = [block.numbers() for block in COUNTRIES[country]]
    return [column[n] for n in range(max(map(len, columns))) for column in columns if n < len(column)]


def people(seed: int, now: float) -> list[dict[str, Any]]:
    """Rows of `contacts`: two thousand people, company by company."""
    chance = random.Random(f"{seed} people")
    left = {country: iter(_numbers(country)[len(CALLERS) :]) for country in COUNTRIES}
    rows = []
    for company in COMPANIES:
        for _ in range(company.people):
            number, zone = next(left[company.country])
            rows.append(_person(chance, len(rows) + 1, company, number, zone, now))
    return rows


def _person(
    chance: random.Random, place: int, company: DemoCompany, number: str, zone: str, now: float
) -> dict[str, Any]:
    first = chance.choice(FIRST_NAMES[company.country].split())
    last = chance.choice(LAST_NAMES[company.country].split())
    address = "".join(letter for letter in f"{first}.{last}".lower() if letter.isascii() and letter != "'")
    return {
        "id": f"con_demo_{place:04}",
        "team_id": TEAM_ID,
        "company_id": company.id,
        "first_name": first,
        "last_name": last,
        "email": f"{address}.{place}@example.com" if chance.random() < 0.7 else None,
        "phone": None if chance.random() < NO_PHONE else number,
        "phone_secondary": None,
        "job_title": chance.choice(JOBS),
        "lead_status": chance.choice(LEADS),
        "source": chance.choice(("import", "website", "trade fair")),
        "timezone": None if chance.random() < NO_ZONE else zone,
        "do_not_call": chance.random() < DO_NOT_CALL,
        "notes": None,
        "custom_fields": None,
        "tags": chance.choice(TAGS),
        "created_at": now - 90 * 86400 + place,
    }
