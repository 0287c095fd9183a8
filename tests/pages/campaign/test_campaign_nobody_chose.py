"""*Campaign* in which an import has found people nobody chose: said on every view, with what to do."""

from __future__ import annotations

from services.imports.uninvited import keep_found
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign

WORDS = {
    "en": ("3 people more are in this campaign", "Among them: Ada Group, Bert", "copy of it"),
    "de": ("3 Personen mehr in dieser Kampagne", "Darunter: Ada Group, Bert", "Kopie der Kampagne"),
}


def test_every_view_says_how_many_and_who_and_the_way_on(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring")
    names = ["Ada Group", "Bert"]
    keep_found(console.engine, campaign.id, "an import", count=3, names=names, at=console.api.clock.now())
    for view in ("overview", "people", "settings"):
        tab = open_page("campaign", language, id=campaign.id, view=view)
        assert not tab.exception
        shown = everything(tab)
        assert [words for words in WORDS[language] if words not in shown] == []
