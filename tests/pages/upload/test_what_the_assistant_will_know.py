"""Only what somebody chose goes to the platform, and the page says beforehand what that is and what a person would hear."""

from __future__ import annotations

from uuid import uuid4

import pytest

from components.ui.markdown import plain
from services.api.models import Campaign
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.upload.test_upload_page import done, use_people
from tests.pages.upload.upload_files import drop
from tests.pages.world import make_campaign

LIST = [
    "Vorname;Nachname;Telefon;E-Mail;Geburtsdatum;Tarif;Vertrags-Nr;Тариф",
    "Ada;Berg;+49 30 27594871;ada@example.de;1.2.1980;Plus;V7;x",
    "Ben;Lund;+49 30 27594872;;3.4.1990;;V8;x",
]
STAYS = {
    "en": "These columns stay in this console: **E\\-Mail** (e-mail or profile), **Geburtsdatum** (date of birth or age), **Vertrags\\-Nr**",
    "de": "In dieser Konsole bleiben: **E\\-Mail** (E-Mail oder Profil), **Geburtsdatum** (Geburtsdatum oder Alter), **Vertrags\\-Nr**",
}
ONLY = {
    "en": "Only name, phone number and time zone go to Talkturo.",
    "de": "An Talkturo gehen nur Name, Telefonnummer und Zeitzone.",
}
MISSING = {"en": "no value: contact.custom.tarif", "de": "kein Wert: contact.custom.tarif"}
LACKING = {"en": "1 person without a value", "de": "1 Person ohne Wert"}


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Spring {uuid4().hex[:6]}")


def test_what_goes_is_chosen_said_beforehand_and_all_that_goes(
    open_page: OpenPage, working: Runtime, campaign: Campaign, language: str
) -> None:
    mine = uuid4().hex[:6]  # a header that nobody decided about
    number = f"+4930{int(mine, 16) % 9_000_000 + 21_000_000}"
    rows = [f"{LIST[0]};Spalte {mine}", f"{LIST[1].replace('+49 30 27594871', number)};1", f"{LIST[2]};1"]
    working.team_fields.use(["vertragsnummer"])
    working.team_fields.tell_greeting(campaign.assistant_id or "", "")
    tab = drop(open_page("upload", language, campaign=campaign.id), "\r\n".join(rows).encode())
    assert not tab.exception
    assert ONLY[language] in everything(tab)
    assert "Тариф" in next(one.value for one in tab.info if "Тариф" in one.value)  # named, not dropped

    tab = (
        tab.text_area(key=f"greeting-{campaign.assistant_id}")
        .set_value("Hallo {{contact.first_name}}, Ihr {{contact.custom.tarif}}")
        .run()
    )
    assert "Hallo **Ada**, Ihr **Plus**" in everything(tab)
    assert "`{{contact.custom.tarif}}`" in everything(tab)
    assert LACKING[language] in everything(tab)
    assert STAYS[language] in everything(tab)
    tab = tab.number_input(key="greeting-line").set_value(3).run()
    assert plain(MISSING[language]) in everything(tab)
    tab = tab.multiselect(key="fields-travel").set_value([5, 6]).run()
    tab = tab.button(key="team-key-6").click().run()
    assert "`{{contact.custom.vertragsnummer}}`" in everything(tab)

    done(use_people(tab), working)

    [ada] = working.api.contacts.list(limit=10, search=number.lstrip("+")).items
    assert ada.custom_fields == {"tarif": "Plus", "vertragsnummer": "V7"}
    assert (ada.email, ada.first_name) == (None, "Ada")
    again = drop(open_page("upload", language, campaign=campaign.id), "\r\n".join(rows).encode())
    assert again.multiselect(key="fields-travel").value == [5, 6]
