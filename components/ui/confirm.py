"""Confirmation before something is done that cannot simply be taken back, which says what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.ui.dialogs import open_dialog
from components.ui.messages import Doing, Trouble, draw_problem, explain
from services.api import ApiError
from services.database.circuit_breaker import DatabaseAway
from services.texts import _


@dataclass
class Question:
    """`meaning` and `title` are Markdown. `key` is that of the button that does it. `do` runs once, however often the
    button is clicked; `then` runs after it succeeded, before the page is drawn anew. `why_not` is asked after a failure:
    the sentence that says why this cannot be done here at all, and where it can; None where trying again may help. What
    cannot be taken back, `for_good`, does not look like what can."""

    title: str
    meaning: str
    button: str
    key: str
    do: Callable[[], object]
    then: Callable[[], object] | None = None
    icon: str = ":material/help:"
    for_good: bool = False
    why_not: Callable[[], str | None] = lambda: None
    done: bool = False
    problem: Trouble | None = None

    def answer_yes(self) -> None:
        if self.done:
            return
        self.problem = None
        try:
            self.do()
        except (ApiError, DatabaseAway) as error:
            self.problem = error
        else:
            self.done = True


def ask(question: Question) -> None:
    """Open the question as a dialog; call it in the run of the click."""
    open_dialog(question.title, _draw, question, icon=question.icon)


def _draw(question: Question) -> None:
    st.markdown(question.meaning)
    impossible = _draw_failure(question, question.problem) if question.problem else False
    key = f"danger-{question.key}" if question.for_good else None
    with st.container(horizontal=True, horizontal_alignment="right", key=key):
        if st.button(_("No, go back"), key=f"not-{question.key}"):
            st.rerun()
        if not impossible and st.button(question.button, key=f"confirm-{question.key}", type="primary"):
            question.answer_yes()
            if question.problem:
                st.rerun(scope="fragment")
    if question.done:
        if question.then:
            question.then()
        st.rerun()


def _draw_failure(question: Question, problem: Trouble) -> bool:
    """True where this cannot be done here at all."""
    reason = None if isinstance(problem, DatabaseAway) else question.why_not()
    if reason is None:
        draw_problem(problem, Doing.SAVING)
        return False
    st.error(f"{_('Nothing was changed.')} {reason}", title=explain(problem).title, icon=":material/error:")
    return True
