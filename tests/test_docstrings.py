"""Docstrings of modules: each says first what the module is, with a noun, and only then why it is there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
PARTS = ("app.py", "asgi.py", "pages", "components", "services", "sandbox", "locales", "tests")
CLAUSES = frozenset(
    [
        "what",
        "who",
        "whom",
        "whose",
        "how",
        "when",
        "why",
        "where",
        "wherever",
        "which",
        "whether",
        "if",
        "before",
        "after",
        "is",
        "are",
        "does",
        "can",
    ]
)
"""A docstring that begins with one of these is a clause without its subject."""


def modules() -> list[Path]:
    """Every module with something in it. A test file whose name says it all may do without a docstring."""
    found = [
        path
        for part in PARTS
        for path in ([HOME / part] if part.endswith(".py") else (HOME / part).rglob("*.py"))
    ]
    return [path for path in found if _speaks(path)]


def _speaks(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    return '"""' in source.partition("\n")[0] if HOME / "tests" in path.parents else bool(source.strip())


def fault(source: str) -> str:
    """Fault of a module's docstring; "" where there is none."""
    said = ast.get_docstring(ast.parse(source))
    if not said:
        return "has no docstring"
    first = said.split()[0].strip("*`").casefold()
    return f'begins with "{said.split()[0]}" and not with what it is' if first in CLAUSES else ""


def test_each_module_says_first_what_it_is() -> None:
    faults = {str(path.relative_to(HOME)): fault(path.read_text(encoding="utf-8")) for path in modules()}
    assert {path: said for path, said in faults.items() if said} == {}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('"""What was asked for last stays."""', 'begins with "What" and not with what it is'),
        ('"""Who may come in."""', 'begins with "Who" and not with what it is'),
        ("x = 1", "has no docstring"),
        ('"""LRU cache: what was asked for last stays."""', ""),
        ('"""*New campaign*: four steps."""', ""),
    ],
)
def test_a_clause_without_a_subject_is_told(source: str, said: str) -> None:
    assert fault(source) == said
