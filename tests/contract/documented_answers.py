"""Answers as the two contracts document them, generated: every operation's successful answers, in every spelling and wrapping
the platform's pages show.

The contracts use a small part of JSON Schema, and this generates that part: the library for it does not work with the
Hypothesis of today.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from hypothesis import strategies as st
from pydantic.alias_generators import to_camel

from tests.contract.contract_files import read_contract

CONTRACTS = {"seed": "openapi.yaml", "newest": "openapi-newest.yaml"}
AS_WRITTEN = {"custom_fields", "settings", "metadata", "details"}
"""What stands in these is somebody's own, in no spelling of the contract's."""
LONGEST = 3
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
IDS = st.from_regex(r"[a-z]{2}_[a-z0-9]{1,8}", fullmatch=True)
TIMES = st.from_regex(
    r"20[2-4][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
    fullmatch=True,
)
ANYTHING = st.none() | st.booleans() | st.integers(0, 1000) | TEXT


class Documented(NamedTuple):
    """A successful answer of an operation, as its schema; references are resolved."""

    generation: str
    operation: str
    status: str
    schema: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.generation}-{self.operation}-{self.status}"


@lru_cache
def _contract(generation: str) -> dict[str, Any]:
    return read_contract(CONTRACTS[generation])


def documented() -> list[Documented]:
    """Every successful JSON answer of both contracts."""
    return [one for generation in CONTRACTS for one in _of(generation)]


def _of(generation: str) -> Iterator[Documented]:
    whole = _contract(generation)
    for path in whole["paths"].values():
        for method, operation in path.items():
            if method == "parameters":
                continue
            for status, answer in operation["responses"].items():
                schema = answer.get("content", {}).get("application/json", {}).get("schema")
                if status.startswith("2") and schema:
                    yield Documented(generation, operation["operationId"], status, _resolved(whole, schema))


def _resolved(whole: dict[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [_resolved(whole, one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        found: Any = whole
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return _resolved(whole, found)
    return {name: _resolved(whole, one) for name, one in value.items()}


def merged(schema: dict[str, Any]) -> dict[str, Any]:
    """`allOf` as one object."""
    if "allOf" not in schema:
        return schema
    parts = [merged(part) for part in schema["allOf"]]
    properties = {name: one for part in parts for name, one in part.get("properties", {}).items()}
    required = [name for part in parts for name in part.get("required", [])]
    return {"type": "object", "properties": properties, "required": required}


def answers(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema allows, with nothing in them that it does not name."""
    schema = merged(schema)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([answers(one) for one in schema["anyOf"]])
    kinds = schema.get("type")
    if kinds is None:
        return _objects(schema) if "properties" in schema else ANYTHING
    return st.one_of([_of_kind(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)])


def _of_kind(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", 0), schema.get("maximum", 10_000))
        case "number":
            return st.floats(schema.get("minimum", 0), schema.get("maximum", 10_000), allow_nan=False)
        case "string":
            return _texts(schema)
        case "array":
            most = min(LONGEST, schema.get("maxItems", LONGEST))
            return st.lists(
                answers(schema.get("items", {})), min_size=schema.get("minItems", 0), max_size=most
            )
        case _:
            return _objects(schema)


def _texts(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date-time":
        return TIMES
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].removeprefix("^").removesuffix("$"), fullmatch=True)
    return TEXT.filter(lambda text: len(text) >= schema.get("minLength", 0))


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    made: dict[str, Any] = {
        name: IDS if name == "id" else answers(one) for name, one in schema.get("properties", {}).items()
    }
    needed = set(schema.get("required", ()))
    told = st.fixed_dictionaries(
        {name: one for name, one in made.items() if name in needed},
        optional={name: one for name, one in made.items() if name not in needed},
    )
    others = schema.get("additionalProperties")
    if not isinstance(others, dict):
        return told
    return st.builds(
        lambda more, known: more | known, st.dictionaries(IDS, answers(others), max_size=3), told
    )


def camel(value: Any) -> Any:
    """The same in the other spelling."""
    if isinstance(value, list):
        return [camel(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        to_camel(name) if "_" in name else name: one if name in AS_WRITTEN else camel(one)
        for name, one in value.items()
    }
