"""Number of calls to start with: nothing but a person takes it away while the dialog is open."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

FIELD = "launch-most-c1"


def script() -> None:
    import streamlit as st

    from components.launch.start_with import begin_anew, draw_start_with
    from services.api.models import Campaign, CampaignStatus

    campaign = Campaign(id="c1", name="Spring", status=CampaignStatus.DRAFT)
    if st.button("Launch", key="open"):
        begin_anew(campaign.id)
    if not st.session_state.get("problem"):
        st.markdown(f"most: {draw_start_with(campaign, None)}")


def test_the_number_is_there_again_after_a_problem_and_not_in_another_opening() -> None:
    tab = AppTest.from_function(script).run()
    tab = tab.number_input(key=FIELD).set_value(5).run()

    tab.session_state["problem"] = True
    tab = tab.run()
    assert not tab.number_input
    tab.session_state["problem"] = False
    tab = tab.run()
    assert tab.markdown[-1].value == "most: 5"
    assert tab.number_input(key=FIELD).value == 5

    tab = tab.button(key="open").click().run()
    assert tab.markdown[-1].value == "most: None"
