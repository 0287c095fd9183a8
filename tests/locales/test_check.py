"""Each kind of hole in a catalogue, made on purpose in a project of two files."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales.check import CatalogueProblem, check, main
from locales.english import fill_english

SOURCE = """
from services.texts import N_, _, ngettext, pgettext
WORD = N_("Draft")
def page(count, name):
    return _("Hello {name}").format(name=name), ngettext("{count} person", "{count} people", count), pgettext("verb", "Call")
"""

GERMAN = """
msgid "Draft"
msgstr "Entwurf"

msgid "Hello {name}"
msgstr "Guten Tag {name}"

msgid "{count} person"
msgid_plural "{count} people"
msgstr[0] "{count} Person"
msgstr[1] "{count} Personen"

msgctxt "verb"
msgid "Call"
msgstr "Anrufen"
"""


class Project:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.write("pages/hello_page.py", SOURCE)
        self.write("locales/de/LC_MESSAGES/hello.po", GERMAN)
        fill_english(home / "locales")

    def write(self, path: str, text: str) -> None:
        (self.home / path).parent.mkdir(parents=True, exist_ok=True)
        (self.home / path).write_text(text, encoding="utf-8")

    def translate(self, old: str, new: str) -> None:
        assert old in GERMAN
        self.write("locales/de/LC_MESSAGES/hello.po", GERMAN.replace(old, new))

    def problems(self, *paths: str) -> list[CatalogueProblem]:
        return check(paths, self.home)

    def english(self) -> str:
        return (self.home / "locales/en/LC_MESSAGES/hello.po").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def what(problems: list[CatalogueProblem]) -> list[str]:
    return [f"{problem.what}: {problem.text}" for problem in problems]


def test_a_complete_project_has_no_problem(project: Project) -> None:
    assert project.problems() == []


def test_it_finds_a_string_that_is_missing_in_one_language(project: Project) -> None:
    project.translate('msgid "Draft"\nmsgstr "Entwurf"\n', "")

    assert project.problems() == [CatalogueProblem("pages/hello_page.py:3", "missing in de", "Draft")]


def test_it_finds_a_string_that_is_missing_in_both_languages(project: Project) -> None:
    project.write("pages/other_page.py", "_('New here')")

    assert what(project.problems()) == ["missing in en: New here", "missing in de: New here"]


def test_it_finds_a_string_inside_another(project: Project) -> None:
    project.write("pages/other_page.py", "f\"**{_('New here')}**\"")

    assert what(project.problems()) == ["missing in en: New here", "missing in de: New here"]


def test_it_finds_the_same_word_with_another_meaning_missing(project: Project) -> None:
    project.write("pages/other_page.py", "pgettext('noun', 'Call')")

    assert what(project.problems()) == ["missing in en: Call", "missing in de: Call"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Entwurf"', 'msgstr ""', "untranslated: Draft"),
        ('msgid "Draft"', '#, fuzzy\nmsgid "Draft"', "fuzzy: Draft"),
        ("Tag {name}", "Tag {nome}", "placeholders differ ({name}, {nome}): Hello {name}"),
        ("Tag {name}", "Tag", "placeholders differ ({name}): Hello {name}"),
        ("Tag {name}", "Tag {name", "placeholders differ ({Guten Tag {name}, {name}): Hello {name}"),
        ("{count} Personen", "Personen", "placeholders differ ({count}): {count} person"),
        ('msgstr[1] "{count} Personen"', 'msgstr[1] ""', "untranslated: {count} person"),
    ],
)
def test_it_finds_a_flawed_translation(project: Project, old: str, new: str, problem: str) -> None:
    project.translate(old, new)

    assert what(project.problems()) == [problem]


def test_the_form_for_one_may_do_without_the_count(project: Project) -> None:
    project.translate('{count} Person"', 'eine Person"')

    assert project.problems() == []


def test_it_finds_a_counted_string_without_plural_forms(project: Project) -> None:
    project.translate(
        'msgid_plural "{count} people"\nmsgstr[0] "{count} Person"\nmsgstr[1] "{count} Personen"',
        'msgstr "{count} Person(en)"',
    )

    assert what(project.problems()) == ["no plural forms, pages/hello_page.py:5 needs them: {count} person"]


def test_it_finds_a_translation_nobody_needs_any_more(project: Project) -> None:
    project.translate('msgid "Draft"', 'msgid "Old"\nmsgstr "Alt"\n\nmsgid "Draft"')

    assert project.problems() == [CatalogueProblem("locales/de/LC_MESSAGES/hello.po", "stale", "Old")]


def test_it_finds_a_string_translated_in_two_files(project: Project) -> None:
    project.write("locales/de/LC_MESSAGES/more.po", 'msgid "Draft"\nmsgstr "Konzept"\n')

    assert what(project.problems()) == ["also in locales/de/LC_MESSAGES/hello.po: Draft"]


def test_with_paths_it_looks_at_those_files_only(project: Project) -> None:
    project.write("pages/other_page.py", "_('New here')")

    assert project.problems("pages/hello_page.py") == []
    assert what(project.problems("pages/other_page.py")) == [
        "missing in en: New here",
        "missing in de: New here",
    ]


def test_a_reworded_english_text_is_kept_and_the_rest_follows_the_code(project: Project) -> None:
    project.write("locales/en/LC_MESSAGES/hello.po", 'msgid "Draft"\nmsgstr "Outline"\n')

    fill_english(project.home / "locales")

    assert 'msgstr "Outline"' in project.english()
    assert 'msgstr[1] "{count} people"' in project.english()
    assert project.problems() == []


def test_the_command_says_what_is_left_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["services/texts.py"])

    assert (code, capsys.readouterr().out) == (0, "All texts are translated.\n")
