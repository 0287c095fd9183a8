"""Limits, a group of a campaign's entries (guardrails): what happens by itself when its calls go wrong or have cost enough."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from components.campaign_form.folds import Fold
from components.ui.entries import FormEntries
from components.words.guardrails import RESPONSE_WORDS, RULE_HELP, RULE_WORDS
from services.keeper import Guardrail, GuardrailTerms, Response, Rule
from services.keeper.guardrails.terms import SHARES
from services.texts import _, ngettext

_WIDTHS = (3, 2, 3)


def limits_fields(
    entries: FormEntries,
    initial: GuardrailTerms,
    *,
    suffix: str = "",
    closed: Collection[Rule] = (),
    may_pause: bool = True,
) -> GuardrailTerms:
    """A line for each limit, folded up; an empty number is no limit. `closed` are those nothing tells enough for here."""
    fold = Fold(f"limits{suffix}", _("Limits"), _set(initial), icon=":material/front_hand:")
    with fold.place:
        st.caption(
            _(
                "The console watches every call with no page open, and pauses the campaign or tells people when a limit is passed. "
                "After a pause it goes on when somebody resumes it. An empty number is no limit."
            )
        )
        if not may_pause:
            st.warning(
                _(
                    "This key may not pause campaigns: the console tells, and somebody has to pause in Talkturo."
                ),
                icon=":material/front_hand:",
            )
        made = {rule: _line(entries, rule, initial.of[rule], suffix, closed) for rule in Rule}
    typed = GuardrailTerms(made)
    fold.say(_set(typed))
    return typed


def _set(terms: GuardrailTerms) -> str:
    active = len(list(terms.active()))
    return ngettext("{count} is set", "{count} are set", active).format(count=active)


def _line(
    entries: FormEntries, rule: Rule, initial: Guardrail, suffix: str, closed: Collection[Rule]
) -> Guardrail:
    words, number, response = st.columns(_WIDTHS, vertical_alignment="bottom")
    label = _(RULE_WORDS[rule])
    with words:
        st.markdown(label, help=_(RULE_HELP[rule]))
        if rule in closed:
            st.caption(_("Cannot be watched here: Talkturo does not tell enough."))
    with number:
        bound = _bound(entries, rule, initial.bound, f"limit-{rule}{suffix}", label)
    with response:
        key = f"limit-response-{rule}{suffix}"
        chosen = st.selectbox(
            _("What happens: {limit}").format(limit=label),
            list(Response),
            format_func=lambda one: _(RESPONSE_WORDS[one]),
            key=entries.key(key, initial.response),
            label_visibility="collapsed",
        )
        entries.keep(key, chosen)
    return Guardrail(Response(chosen), bound)


def _bound(entries: FormEntries, rule: Rule, initial: float | None, key: str, label: str) -> float | None:
    """Shares as whole percents, counts whole, hours by the half."""
    share, hours = rule in SHARES, rule is Rule.CREDITS_LOW
    shown = None if initial is None else round(initial * 100) if share else initial if hours else int(initial)
    typed = st.number_input(
        label,
        min_value=0.5 if hours else 1,
        max_value=99 if share else 168.0 if hours else 10_000_000,
        step=0.5 if hours else 1,
        value=None,
        placeholder=_("no limit"),
        key=entries.key(key, shown),
        label_visibility="collapsed",
    )
    entries.keep(key, typed)
    if typed is None:
        return None
    return typed / 100 if share else float(typed)
