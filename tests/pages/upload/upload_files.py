"""Files that people drop on *Upload people*, and what the page does with them in a test."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.upload.file import Upload
from tests.waiting import DEADLINE

DECIDED_BY_RULE = "Vorname;Nachname;Telefon;Firma"
GERMAN = [
    "Vorname;Nachname;Firma;Telefon;Mobil;E-Mail",
    "Jürgen;Müller;Bäckerei Groß;030 1234567;;j@example.de",
    "Änne;Weiß;;(0)89/45678901;;",
    "Max;Zwei;;030 7654321 / 0171 9999999;;",
    "Ute;Drei;;030 7654399 / 0171 9999911;;",
    "Eva;Falsch;;abc;;",
    "Rita;Doppelt;;030 1234567;;",
    "Zu;Kurz",
]
AMERICAN = [
    "First Name,Last Name,Company,Phone,Do Not Call",
    "Ann,Lee,Acme,(212) 555-0123,",
    "Bob,Ray,,415-456-7890,",
    "Cat,No,,(312) 555-0188,yes",
    "Dan,Lost,,,",
]
SAFE_AMERICAN = ["First Name,Last Name,Phone", "Ann,Lee,(212) 736-5000", "Bob,Ray,415-456-7890"]


def german_excel(lines: list[str] = GERMAN) -> bytes:
    """As a German Excel saves CSV: Windows' own characters, semicolons."""
    return "\r\n".join(lines).encode("cp1252")


def us_excel(lines: list[str] = AMERICAN) -> bytes:
    return "\r\n".join(lines).encode()


def drop(tab: AppTest, content: bytes, name: str = "list.csv") -> AppTest:
    """Drop a file and wait until it is checked."""
    tab.file_uploader(key="contact-file").set_value((name, content, "text/csv"))
    return checked(tab.run())


def checked(tab: AppTest) -> AppTest:
    """The page once the check under way is over."""
    upload = upload_of(tab)
    if upload is not None and upload.check is not None:
        assert upload.check.finished.wait(DEADLINE)
        return tab.run()
    return tab


def upload_of(tab: AppTest) -> Upload | None:
    return tab.session_state["upload"] if "upload" in tab.session_state else None  # noqa: SIM401  it has no get
