"""A chart is made once for all who see the same."""

from __future__ import annotations

from components.charts.cache import KEPT, made_once
from components.charts.chart import Chart
from services import texts


class Counted:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Chart:
        self.made += 1
        return Chart("name", f"title {self.made}")


def test_it_is_made_once() -> None:
    make = Counted()

    assert made_once(make, "once", 1) is made_once(make, "once", 1)
    assert make.made == 1


def test_it_is_made_anew_for_other_figures_and_another_language() -> None:
    make = Counted()
    made_once(make, "anew", 1)
    made_once(make, "anew", 2)
    texts.set_language("de")
    made_once(make, "anew", 1)
    texts.set_language("en")

    assert make.made == 3


def test_it_does_not_keep_charts_for_ever() -> None:
    make = Counted()
    for number in range(KEPT + 1):
        made_once(make, "kept", number)
    made_once(make, "kept", 0)

    assert make.made == KEPT + 2
