"""The docs say what the code holds: keys of controls, rooms, pages."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from services.api.generation import Generation
from services.languages import LOCALES

HOME = Path(__file__).resolve().parent.parent
SCREEN = [
    HOME / "app.py",
    *sorted((HOME / "pages").glob("*.py")),
    *sorted((HOME / "components").rglob("*.py")),
]


# The key of a control becomes a CSS class; names of shared reads have colons.
KEY = re.compile(r"[a-z0-9<>…-]+")


def _pattern(node: ast.expr) -> str | None:
    """A literal key as it is, an f-string with `<…>` where a value goes; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "<…>" for part in node.values)
    return None


def _key_expressions(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given as `key=`, to `….key(…)`, or a name such as `key`, `start_key`, `LANGUAGE_KEY`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "key":
            yield node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "key"
            and node.args
        ):
            yield node.args[0]
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and re.search(r"(^|_)key$", target.id, re.IGNORECASE)
            for target in node.targets
        ):
            yield node.value


def _key_patterns(source: str) -> set[str]:
    patterns = (_pattern(node) for node in _key_expressions(ast.parse(source)))
    return {pattern for pattern in patterns if pattern and KEY.fullmatch(pattern)}


def test_every_key_of_a_control_is_listed() -> None:
    listed = {
        re.sub(r"<[^>]*>", "<…>", key)
        for key in re.findall(r"`([^`\n]+)`", (HOME / "docs" / "testing.md").read_text(encoding="utf-8"))
    }
    used = set().union(*(_key_patterns(path.read_text(encoding="utf-8")) for path in SCREEN))
    assert sorted(used - listed) == []


def test_every_page_is_described() -> None:
    described = (HOME / "docs" / "architecture.md").read_text(encoding="utf-8")
    pages = [path.name for path in (HOME / "pages").glob("*.py")]
    assert [name for name in pages if f"pages/{name}" not in described] == []


@pytest.mark.parametrize(("guide", "language"), [("user-guide.md", "en"), ("benutzerhandbuch.md", "de")])
def test_the_guides_name_controls_as_the_screen_does(guide: str, language: str) -> None:
    """*Words like these* are on the screen; “…” stands for a number in them."""
    text = re.sub(r"\*\*[^*]+\*\*", "", (HOME / "docs" / guide).read_text(encoding="utf-8"))
    named = {" ".join(words.split()) for words in re.findall(r"\*([^*]+)\*", text)}
    on_screen = {re.sub(r"\{\w+\}", "…", shown) for shown in _shown_in(language)}
    assert len(named) > 15
    assert sorted(named - on_screen) == []


def _shown_in(language: str) -> Iterator[str]:
    """Every text of the catalogues."""
    for path in sorted((LOCALES / language).rglob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                shown = message.string or ""
                yield from [shown] if isinstance(shown, str) else shown


def test_every_document_that_the_readme_links_to_is_there() -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", readme)
    assert links
    assert [link for link in links if not (HOME / link).exists()] == []


def _tests() -> set[str]:
    """The names of all tests."""
    sources = [path.read_text(encoding="utf-8") for path in (HOME / "tests").rglob("test_*.py")]
    found = (re.findall(r"^(?:async )?def (test_\w+)", source, re.MULTILINE) for source in sources)
    return {name for names in found for name in names}


def test_every_test_that_the_security_page_names_is_there() -> None:
    page = (HOME / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 40
    assert sorted(named - _tests()) == []


def test_every_rule_of_the_platform_names_where_it_is_kept_and_what_proves_it() -> None:
    page = (HOME / "docs" / "platform-rules.md").read_text(encoding="utf-8")
    page = page.split("## Answers after which it may have acted")[0]  # held by a test of its own
    rules = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    rules = [cells for cells in rules if cells[0] not in ("rule", "---")]
    there = _tests()
    assert len(rules) > 50
    for _rule, kept_in, proved_by in rules:
        files, proofs = re.findall(r"`([^`]+)`", kept_in), re.findall(r"`([^`]+)`", proved_by)
        assert files and proofs
        assert [file for file in files if not (HOME / file).exists()] == []
        assert [proof for proof in proofs if proof not in there] == []


def test_each_rule_is_proved_on_each_generation_of_the_platform() -> None:
    page = (HOME / "docs" / "platform-rules.md").read_text(encoding="utf-8")
    page = page.split("## The rules, generation by generation")[1]
    head, _line, *rules = [
        line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")
    ]
    assert head == ["rule", *Generation]
    assert len(rules) == 13
    there = _tests()
    for rule, *cells in rules:
        assert len(cells) == len(Generation), rule
        for cell in cells:
            proofs = re.findall(r"`(test_\w+)`", cell)
            assert proofs, (rule, cell)
            assert [proof for proof in proofs if proof not in there] == []


def test_nothing_below_the_pages_imports_a_page_or_the_app() -> None:
    lower = [
        *(HOME / "services").rglob("*.py"),
        *(HOME / "components").rglob("*.py"),
        *(HOME / "sandbox").rglob("*.py"),
    ]
    forbidden = re.compile(r"^\s*(?:from|import) (?:pages|app|asgi)\b", re.MULTILINE)
    assert [str(path) for path in lower if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_the_version_is_described_in_the_changelog() -> None:
    version = (HOME / "VERSION").read_text(encoding="utf-8").strip()
    described = re.findall(r"^## (\S+)", (HOME / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert described[0] == version
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == version
