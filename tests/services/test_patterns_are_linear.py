"""Every regular expression of the code takes time in proportion to what it reads, whatever that is.

Python's `re` tries one way after the other and holds the interpreter meanwhile: a pattern with two ways to read the
same text is slow for everybody (CWE-1333). The patterns are found by themselves, in the modules and in the syntax
trees; the texts are made from each pattern's own parse tree. What Arrow looks for it finds with RE2, which is linear.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path
from re import _constants as sre  # pyright: ignore[reportAttributeAccessIssue]  the parse tree has no public name
from re import _parser as parser  # pyright: ignore[reportAttributeAccessIssue]
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("services", "components", "sandbox")
RUN_BY_OTHERS = ("__main__", "migrations.env")  # programs: importing them would start them
FOLDERS = (*PACKAGES, "pages")
CALLS = {"compile", "match", "search", "sub", "subn", "split", "fullmatch", "findall", "finditer"}

# Processor seconds, so that a busy machine changes little, and growth, so that a slow one does: eight times the text takes
# a linear pattern eight times as long and a quadratic one sixty-four times.
# Where two ways for each character double the time again and again: in steps small enough to see it early.
FIRST_SIZES = (16, 20, 24, 30, 36, 54, 81, 300)
SHORT, LONG, GROWTH = 1_000, 8_000, 24
MUCH_TOO_LONG, AT_ONCE = 0.1, 0.003
LOOKED_AT = 8  # of the texts that took longest
ALWAYS = [" ", "1", "0", "a", "A", "é", "_", ".", ",", "-", "/", "@", "(", ")", '"', "'", "=", "+", "\n", "\t", "1 ", "a.", "a@", "ab ", "(1", "1-"]  # fmt: skip
END = "\x01"
FEW, MANY = (20, 3), (50, 10)  # parts to repeat and beginnings, of each pattern


@cache
def patterns() -> dict[tuple[str | bytes, int], str]:
    """Every pattern with its flags, and one place where it stands."""
    found: dict[tuple[str | bytes, int], str] = {}
    for name, value in _values():
        for pattern in _within(value):
            found.setdefault((pattern.pattern, pattern.flags), name)
    for place, call in _calls():
        first = call.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes)):
            pattern = re.compile(first.value)
            found.setdefault((pattern.pattern, pattern.flags), place)
    return found


def _values() -> Iterator[tuple[str, Any]]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.endswith(RUN_BY_OTHERS):
                for name, value in vars(importlib.import_module(module.name)).items():
                    yield f"{module.name}.{name}", value


def _within(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _within(each, depth - 1)
    elif depth and isinstance(value, dict):
        yield from _within([*value, *value.values()], depth)


@cache
def _calls() -> list[tuple[str, ast.Call]]:
    """Where a function of `re` is called inside of a function."""
    return list(_found_calls())


def _found_calls() -> Iterator[tuple[str, ast.Call]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "re." not in (text := file.read_text(encoding="utf-8")):
                continue
            for function in ast.walk(ast.parse(text)):
                if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                    for node in ast.walk(function):
                        if isinstance(node, ast.Call) and _is_of_re(node.func) and node.args:
                            yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def _is_of_re(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CALLS
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
    )


# --- texts from a parse tree -----------------------------------------------------------------------------------------

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
IN_CATEGORY = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " \n",
    sre.CATEGORY_WORD: "a1",
    sre.CATEGORY_NOT_DIGIT: "a ",
    sre.CATEGORY_NOT_SPACE: "a1",
    sre.CATEGORY_NOT_WORD: " -",
}
ANY = " a1A-.,;@\"'(+/\n_é"


def _members(items: Any) -> list[str]:
    """Characters of a set, a few of them."""
    if items[0][0] is sre.NEGATE:
        inside = set(_members(items[1:])) | {char for char in ANY if _is_member(char, items[1:])}
        return [char for char in ANY if char not in inside]
    found: list[str] = []
    for kind, value in items:
        if kind is sre.LITERAL:
            found.append(chr(value))
        elif kind is sre.RANGE:
            found += map(chr, value)
        elif kind is sre.CATEGORY:
            found += IN_CATEGORY[value]
    return list(dict.fromkeys(found))


def _is_member(char: str, items: Any) -> bool:
    tests: dict[Any, Callable[[str], bool]] = {
        sre.CATEGORY_DIGIT: str.isdigit,
        sre.CATEGORY_SPACE: str.isspace,
        sre.CATEGORY_WORD: lambda each: each.isalnum() or each == "_",
    }
    return any(
        (kind is sre.RANGE and value[0] <= ord(char) <= value[1]) or (kind is sre.CATEGORY and value in tests and tests[value](char))
        for kind, value in items
    )  # fmt: skip


def _match(tree: Any) -> str:
    """A short text that the tree matches, assertions apart."""
    return "".join(_match_one(kind, value) for kind, value in tree)


def _match_one(kind: Any, value: Any) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.NOT_LITERAL:
        return "b" if value != ord("b") else "c"
    if kind is sre.ANY:
        return "a"
    if kind is sre.IN:
        return (_members(value) or [""])[0]
    if kind in REPEATS:
        return _match(value[2]) * value[0]
    inner = list(_inner(kind, value))
    return _match(inner[0]) if inner and kind not in (sre.ASSERT, sre.ASSERT_NOT) else ""


def _inner(kind: Any, value: Any) -> Iterator[Any]:
    if kind is sre.SUBPATTERN:
        yield value[3]
    elif kind is sre.ATOMIC_GROUP:
        yield value
    elif kind is sre.BRANCH:
        yield from value[1]
    elif kind in (sre.ASSERT, sre.ASSERT_NOT):
        yield value[1]
    elif kind is sre.GROUPREF_EXISTS:
        yield from filter(None, value[1:])


def _units(tree: Any) -> Iterator[str]:
    """What a tree may read again and again."""
    for kind, value in tree:
        if kind in REPEATS:
            yield _match(value[2])
            if len(value[2]) == 1 and value[2][0][0] is sre.IN:
                yield from _members(value[2][0][1])[:8]
            yield from _units(value[2])
        else:
            for inner in _inner(kind, value):
                if kind is sre.BRANCH:
                    yield _match(inner)
                yield from _units(inner)


def _leads(tree: Any) -> Iterator[str]:
    """What brings a tree to each of its repetitions."""
    yield ""
    before = ""
    for kind, value in tree:
        if kind in REPEATS:
            yield before
        for inner in _inner(kind, value):
            for lead in _leads(inner):
                yield before + lead
        before += _match_one(kind, value)


def texts(pattern: str | bytes, flags: int, most: tuple[int, int]) -> list[tuple[str, str]]:
    """Beginning and repeated part of texts that the pattern nearly matches."""
    plain = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    tree = parser.parse(plain, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    units = islice(dict.fromkeys(unit for unit in (*_units(tree), *ALWAYS) if unit), most[0])
    leads = islice(dict.fromkeys(_leads(tree)), most[1])
    return list(product(leads, units))


def _seconds(pattern: re.Pattern[Any], parts: tuple[str, str], size: int) -> float:
    lead, unit = parts
    text: Any = lead + unit * (size // len(unit)) + END
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    started = time.thread_time()
    pattern.search(text)
    pattern.match(text)
    return time.thread_time() - started


def slow_text(pattern: re.Pattern[Any], most: tuple[int, int] = FEW) -> tuple[str, str] | None:
    """A text whose time grows faster than its length."""
    times: dict[tuple[str, str], float] = {}
    for parts in texts(pattern.pattern, pattern.flags, most):
        for size in (*FIRST_SIZES, SHORT):
            times[parts] = _seconds(pattern, parts, size)
            if times[parts] > MUCH_TOO_LONG:
                return parts
    for parts in sorted(times, key=lambda each: -times[each])[:LOOKED_AT]:
        if (long := _seconds(pattern, parts, LONG)) < AT_ONCE:
            continue
        quick_enough = max(AT_ONCE, GROWTH * min(_seconds(pattern, parts, SHORT) for _ in range(3)))
        # Once a little slow may be a machine that was disturbed: slow each of three times is the pattern.
        if long > 2 * quick_enough or (
            long > quick_enough and all(_seconds(pattern, parts, LONG) > quick_enough for _ in range(2))
        ):
            return parts
    return None


def _compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    if isinstance(pattern, str):
        return re.compile(pattern, flags)
    return re.compile(pattern, flags)


def slow_ones(most: tuple[int, int]) -> dict[str, tuple[str, str]]:
    """Where a pattern stands, and the text that it takes too long for."""
    slow = {place: slow_text(_compiled(*key), most) for key, place in patterns().items()}
    return {place: text for place, text in slow.items() if text}


def test_each_takes_time_in_proportion_to_the_text() -> None:
    assert slow_ones(FEW) == {}


@pytest.mark.soak
def test_each_takes_time_in_proportion_to_many_more_texts() -> None:
    assert slow_ones(MANY) == {}


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s*x", r".*\d{5}.*\(1\)\Z", "(?:a|aa)+b",
        *(
            pytest.param(slow, marks=pytest.mark.soak)
            for slow in (r"[=\"'\s]*[+(]?[\s(]*\d\Z", r"(?:a+)+b", r"(\d+)(?:[.,](\d+))?e", r"\s+/\s+")
        ),
    ],
)  # fmt: skip
def test_patterns_that_read_a_text_in_more_than_one_way_are_found(pattern: str) -> None:
    assert slow_text(re.compile(pattern)) is not None


def test_it_sees_the_patterns_of_every_layer() -> None:
    places = " ".join(patterns().values())
    assert len(patterns()) > 150
    for name in (
        "contact_file.table.dialect._PHONE_LIKE",
        "components.ui.markdown._MARKUP",
        "services.imports.matching",
        "sandbox",
    ):
        assert name in places


def test_no_pattern_is_put_together_where_none_could_see_it() -> None:
    """Patterns stand at the top of a module or are written out where they are used."""
    hidden = {place.split(":")[0] for place, call in _calls() if not isinstance(call.args[0], ast.Constant)}

    assert hidden == {"sandbox/contract/operations.py"}  # a path of its own table
