"""Answers of both contracts that are right but for one field: a Hypothesis strategy."""

from __future__ import annotations

import copy
import json
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.contract.contract_files import read_contract

CONTRACTS = ("openapi.yaml", "openapi-newest.yaml")
ABSENT = object()
TOO_BIG_TO_DUMP = "@1e400@"  # Python cannot write it, other languages can
HALF_AN_EMOJI = "\ud83d"
WRONG: tuple[Any, ...] = (
    ABSENT, None, True, False, 0, -1, 1, 12.5, 10**30, -(10**30), TOO_BIG_TO_DUMP, float("nan"), float("inf"), "", " ",
    "archived", "Running", "yes", "12", "1e3", HALF_AN_EMOJI, "a\x00b", "x" * 5000, "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00", "2026-02-30T00:00:00Z", "1700000000", [], [None], ["x"], [[]], {}, {"id": None},
    {"a": {"b": [1]}}, {HALF_AN_EMOJI: 1, "\x00": "\x00"},
)  # fmt: skip
Place = tuple[str | int, ...]


class WrongAnswer(NamedTuple):
    """`body` is the answer as it is sent; `place` is where it is wrong."""

    body: bytes
    place: Place


def operations(contract: str) -> dict[str, dict[str, Any]]:
    """A right answer of each operation that answers one, by the operation's id."""
    document = read_contract(contract)
    found: dict[str, dict[str, Any]] = {}
    for methods in document["paths"].values():
        for operation in methods.values():
            if not isinstance(operation, dict) or "operationId" not in operation:
                continue
            good = [
                answer for status, answer in operation["responses"].items() if str(status).startswith("2")
            ]
            schema = good[0].get("content", {}).get("application/json", {}).get("schema") if good else None
            if schema:
                found[operation["operationId"]] = _example(document, schema, "x")
    return found


def wrong(answer: dict[str, Any]) -> st.SearchStrategy[WrongAnswer]:
    """The answer with one field, at any depth, gone or of another type or size."""
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    )
    return st.builds(
        lambda place, value: WrongAnswer(written(_replaced(answer, place, value)), place),
        st.sampled_from(list(_places(answer))),
        st.sampled_from(WRONG) | anything,
    )


def written(answer: Any) -> bytes:
    """As JSON, with what only other languages write."""
    return json.dumps(answer).replace(f'"{TOO_BIG_TO_DUMP}"', "1e400").encode()


def _places(value: Any, at: Place = ()) -> list[Place]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[Place] = []
    for key, item in inside:
        found += [(*at, key), *_places(item, (*at, key))]
    return found


def _replaced(answer: dict[str, Any], place: Place, value: Any) -> Any:
    changed: Any = copy.deepcopy(answer)
    holder = changed
    for part in place[:-1]:
        holder = holder[part]
    if value is ABSENT:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return changed


def _example(document: dict[str, Any], schema: dict[str, Any], mark: str) -> Any:
    """A value that fits the schema, with every property it names. Two rows of a list differ by their `mark`."""
    if "$ref" in schema:
        target: Any = document
        for name in schema["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        return _example(document, target, mark)
    if "allOf" in schema:
        parts = [_example(document, part, mark) for part in schema["allOf"]]
        return {name: value for part in parts for name, value in part.items()}
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return _example(document, schema[choice][0], mark)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    return _of_type(document, schema, mark)


def _of_type(document: dict[str, Any], schema: dict[str, Any], mark: str) -> Any:
    kind = schema.get("type", "object")
    match kind[0] if isinstance(kind, list) else kind:
        case "array":
            return [_example(document, schema.get("items", {}), f"{mark}{number}") for number in (1, 2)]
        case "integer":
            return schema.get("minimum", 3)
        case "number":
            return 12.5
        case "boolean":
            return False
        case "string":
            return "2026-03-01T10:00:00Z" if schema.get("format") == "date-time" else f"text-{mark}"
        case _:
            properties: dict[str, Any] = schema.get("properties", {})
            return {name: _example(document, part, mark) for name, part in properties.items()}
