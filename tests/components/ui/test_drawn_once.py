"""Cache of drawings: what takes long to make is made once for all who see the same."""

from __future__ import annotations

from components.ui.drawn_once import ByIdentity, DrawnOnce
from services import texts


class Counted:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def test_it_is_made_once() -> None:
    made_once, make = DrawnOnce[int](kept=3), Counted()

    assert made_once(make, "chart", 1) == made_once(make, "chart", 1) == 1


def test_it_is_made_anew_for_other_figures_and_another_language() -> None:
    made_once, make = DrawnOnce[int](kept=3), Counted()
    made_once(make, "chart", 1)
    made_once(make, "chart", 2)
    texts.set_language("de")
    made_once(make, "chart", 1)
    texts.set_language("en")

    assert make.made == 3


def test_only_the_last_asked_for_are_kept() -> None:
    made_once, make = DrawnOnce[int](kept=3), Counted()
    for number in (1, 2, 3, 1, 4):
        made_once(make, number)
    assert make.made == 4
    made_once(make, 1)
    assert make.made == 4
    made_once(make, 2)
    assert make.made == 5


def test_an_object_is_the_same_only_as_itself() -> None:
    made_once, make = DrawnOnce[int](kept=3), Counted()
    one, equal = ["a campaign"], ["a campaign"]

    assert made_once(make, ByIdentity(one)) == made_once(make, ByIdentity(one))
    assert made_once(make, ByIdentity(equal)) != made_once(make, ByIdentity(one))
