"""Search for a person: found by what somebody has in front of her, however it is written."""

from __future__ import annotations

import pytest

from services.campaign.person_search import search_for


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", True),
        ("yildiz", True),
        ("MÜLLER käthe", True),
        ("muller", True),
        ("Schmidt", False),
        ("0151 234", True),
        ("+49 (151) 23-45", True),
        ("0049151", True),
        ("+49 (0)151 2345", True),
        ("2345678", True),
        ("0171", False),
    ],
)
def test_a_person_is_found_by_name_or_number(typed: str, found: bool) -> None:
    assert search_for(typed)("Käthe Yıldız-Müller".replace("ı", "i"), "+491512345678") is found
