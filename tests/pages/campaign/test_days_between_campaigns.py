"""Days between two campaigns' calls to one number, in the settings of a campaign: changed only with a reason, and said by whom."""

from __future__ import annotations

from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign


def test_other_days_need_a_reason_and_are_said_with_it(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    made = make_campaign(console.api, f"Recall {language}", people=1)
    place = f"settings-{made.id}"
    tab = open_page("campaign", language, id=made.id, view="settings")
    assert tab.number_input(f"days-between-{place}").value == 3
    assert tab.button(f"save-days-between-{place}").disabled

    tab.number_input(f"days-between-{place}").set_value(0).run()
    tab.button(f"save-days-between-{place}").click().run()
    assert console.days_between.own(made.id) is None
    assert len(tab.warning) == 1

    tab.text_input(f"days-between-reason-{place}").set_value("They *asked* for it").run()
    tab.button(f"save-days-between-{place}").click().run()

    own = console.days_between.own(made.id)
    assert own and (own.days, own.reason) == (0, "They *asked* for it")
    assert not tab.exception
    assert "They \\*asked\\* for it" in everything(tab)
    tab.button(f"usual-days-between-{place}").click().run()
    assert console.days_between.own(made.id) is None
