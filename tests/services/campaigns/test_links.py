"""A campaign made from another one stays linked to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert

from services.campaigns.links import CampaignLinks, Relation
from services.imports.tables import JobRow

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def links(engine: Engine) -> CampaignLinks:
    return CampaignLinks(engine, lambda: NOON)


def test_it_remembers_where_a_campaign_came_from(links: CampaignLinks) -> None:
    links.remember("new", "old", Relation.UNREACHED)
    links.remember("newer", "old", Relation.COPY)
    links.remember("new", "other", Relation.COPY)
    origin, _followers = links.around("new")
    assert origin is not None
    assert (origin.origin_id, origin.relation, origin.at) == ("old", Relation.UNREACHED, NOON)
    origin, followers = links.around("old")
    assert {link.campaign_id for link in followers} == {"new", "newer"}
    assert origin is None


def test_it_knows_the_list_most_people_of_a_campaign_came_from(engine: Engine, links: CampaignLinks) -> None:
    common = {"state": "done", "campaign_name": "c", "company_id": "co", "who": "Anna", "created_at": NOON}
    with engine.begin() as connection:
        for number, (campaign, file, enrolled) in enumerate(
            [("a", "fair.csv", 300), ("a", "late.csv", 3), ("b", "crm.csv", 10)]
        ):
            row = {"id": str(number), "campaign_id": campaign, "file_name": file, "enrolled": enrolled}
            connection.execute(insert(JobRow).values(row | common))
    assert links.lists() == {"a": "fair.csv", "b": "crm.csv"}
