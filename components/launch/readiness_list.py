"""List of what speaks for and against a launch: blockers first, each with its reason and the click that mends it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import streamlit as st

from components.ui import formats
from components.words.readiness import LEVEL_WORDS, MEND_WORDS, sentence
from services.readiness import Finding, Level, Mend
from services.texts import _, ngettext

PAGE_OF = {
    Mend.CREDITS: ("pages/connection_page.py", {}),
    Mend.CONNECTION: ("pages/connection_page.py", {}),
    Mend.OTHER_CAMPAIGNS: ("pages/campaigns_page.py", {"status": "running"}),
}
"""What is mended on a page of its own, whatever the campaign."""
_LOOKS = {
    Level.BLOCKER: ("red", ":material/block:"),
    Level.WARNING: ("orange", ":material/warning:"),
    Level.NOTE: ("gray", ":material/info:"),
    Level.OK: ("green", ":material/check_circle:"),
}
_TO_LOOK_AT = (Level.BLOCKER, Level.WARNING)


def draw_readiness(
    findings: Sequence[Finding],
    key: str,
    *,
    on_mend: Callable[[Mend], None] | None = None,
    mendable: Collection[Mend] = tuple(Mend),
    words: Mapping[Mend, str] = MEND_WORDS,
) -> None:
    """Draw `findings` as `services.readiness.check` orders them.

    A button per finding calls `on_mend`; its key is `{key}-mend-{code}`, with the place's code
    after it where the finding has one. `mendable` leaves out what cannot
    be mended from this page; `words` are what the buttons say.
    """
    st.markdown(headline(findings))
    if to_look_at(findings):
        with st.container(key=f"findings-{key}"):
            for finding in findings:
                if finding.level in _TO_LOOK_AT:
                    place = f"-{finding.params['place']}" if "place" in finding.params else ""
                    _draw_open(finding, f"{key}-mend-{finding.code}{place}", on_mend, mendable, words)
    if notes := [sentence(finding) for finding in findings if finding.level is Level.NOTE]:
        st.caption(f"{_icon(Level.NOTE)} {' '.join(notes)}")
    settled = [sentence(finding) for finding in findings if finding.level is Level.OK]
    if settled:
        with st.expander(_("What is fine ({count})").format(count=formats.number(len(settled)))):
            st.markdown("\n".join(f"- {line}" for line in settled))


def to_look_at(findings: Iterable[Finding]) -> int:
    """How many a person has to look at."""
    return sum(finding.level in _TO_LOOK_AT for finding in findings)


def open_page_of(mend: Mend) -> None:
    """A callback: go where a mend of `PAGE_OF` is done."""
    page, query = PAGE_OF[mend]
    st.switch_page(page, query_params=query)


def headline(findings: Sequence[Finding]) -> str:
    """Headline: how many block and how many to check, as Markdown."""
    blockers = sum(finding.level is Level.BLOCKER for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    if blockers:
        return ngettext(
            "**{count} thing blocks the launch.**", "**{count} things block the launch.**", blockers
        ).format(count=formats.number(blockers))
    if warnings:
        return ngettext(
            "**Ready to launch, with {count} thing to check.**",
            "**Ready to launch, with {count} things to check.**",
            warnings,
        ).format(count=formats.number(warnings))
    return _("**Ready to launch.**")


def _draw_open(
    finding: Finding,
    key: str,
    on_mend: Callable[[Mend], None] | None,
    mendable: Collection[Mend],
    said: Mapping[Mend, str],
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{_icon(finding.level)} {sentence(finding)}", width="stretch")
        if on_mend and finding.mend in mendable and finding.mend is not None:
            st.button(
                _(said[finding.mend]),
                key=key,
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=on_mend,
                args=(finding.mend,),
            )


def _icon(level: Level) -> str:
    """A badge with icon and word: never colour alone."""
    colour, icon = _LOOKS[level]
    return f":{colour}-badge[{icon} {_(LEVEL_WORDS[level])}]"
