"""Tests about tests: what one must not do, wait without an end, or pass without having looked."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

TESTS = Path(__file__).parent
Rule: TypeAlias = Callable[[ast.AST], Iterator[int]]
LOOKS = ("exists", "is_file", "is_dir")


def spins(tree: ast.AST) -> Iterator[int]:
    """Lines of loops that do nothing but ask again."""
    for node in ast.walk(tree):
        if isinstance(node, ast.While) and all(isinstance(one, ast.Pass | ast.Continue) for one in node.body):
            yield node.lineno


def asserts_only_where_a_file_is(tree: ast.AST) -> Iterator[int]:
    """Lines that prove nothing on a machine which lacks a file."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.If):
            continue
        asked = {one.attr for one in ast.walk(node.test) if isinstance(one, ast.Attribute)}
        if asked & set(LOOKS) and any(
            isinstance(one, ast.Assert) for part in node.body for one in ast.walk(part)
        ):
            yield node.lineno


def found_by(rule: Rule) -> list[str]:
    return [
        f"{file.relative_to(TESTS)}:{line}"
        for file in sorted(TESTS.rglob("*.py"))
        for line in rule(ast.parse(file.read_text(encoding="utf-8")))
    ]


def test_none_spins() -> None:
    """`tests.waiting.until` waits with a deadline."""
    assert found_by(spins) == []


def test_none_passes_because_a_file_is_missing() -> None:
    """What is compared belongs beside the test."""
    assert found_by(asserts_only_where_a_file_is) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (spins, "while first.latest() is None:\n    pass\n"),
        (asserts_only_where_a_file_is, "if page.exists():\n    assert page.read_text()\n"),
    ],
)
def test_the_rules_find_what_they_look_for(rule: Rule, code: str) -> None:
    assert list(rule(ast.parse(code))) == [1]
