"""The columns of a header are remembered; the list's digest tells the same file from one with other decisions."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, update

from services.contact_file import CheckedFile, Field, check, guess_columns, read_table
from services.database.database import make_engine, writing
from services.upload.choices import RememberedColumns, UploadChoices
from services.upload.earlier_imports import content_digest, list_digest
from tests.new_database import make_tables

CONTENT = b"Phone,Yak\n+12127365000,Ann\nabc,Bob\n212-736-5001 / 212-736-5002,Cat\n"


@pytest.fixture
def engine() -> Engine:
    made = make_engine("sqlite://")
    make_tables(made)
    return made


def list_of(content: bytes = CONTENT) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "US")


def test_it_recalls_the_latest_choice_for_a_header_however_it_is_written(engine: Engine) -> None:
    choices = UploadChoices(engine)
    columns = list_of().columns
    choices.remember(columns)
    choices.remember(columns.choose(1, Field.FIRST_NAME))

    assert choices.recall(["phone", "YAK"]) == (["phone", "first_name"], {})
    assert choices.recall(["yak", "phone"]) is None


def test_it_recalls_what_was_answered_about_a_column(engine: Engine) -> None:
    choices = UploadChoices(engine)
    columns = list_of(b"Phone,Opt\n+12127365000,maybe\n").columns
    choices.remember(columns.answered(1, may=["maybe"], must_not=["2", ""]))

    remembered = choices.recall(["phone", "opt"])

    assert remembered is not None
    assert remembered.answers == {1: {"maybe": True, "2": False, "": False}}


def test_it_forgets_what_another_version_called_otherwise(engine: Engine) -> None:
    choices = UploadChoices(engine)
    choices.remember(list_of().columns)
    with writing(engine) as connection:
        connection.execute(update(RememberedColumns).values(fields=["phone", "shoe_size"]))

    assert choices.recall(["Phone", "Yak"]) is None


def test_an_untouched_list_has_the_digest_of_its_file() -> None:
    digest = content_digest(CONTENT)

    assert list_digest(digest, list_of(), corrected=False) == digest


def test_what_a_person_changed_makes_another_list_of_it() -> None:
    digest = content_digest(CONTENT)
    mended, decided = list_of(), list_of()
    mended.mend(2, 0, "+14157891234")
    decided.decide([3], True)

    found = {
        list_digest(digest, list_of(), corrected=False),
        list_digest(digest, list_of(), corrected=True),
        list_digest(digest, mended, corrected=False),
        list_digest(digest, decided, corrected=False),
    }

    assert len(found) == 4
    assert all(one.startswith(digest) for one in found)
