"""Answers of the platform: how much of what it knows it tells, operation by operation.

`all`: every field that the contract names. `required`: those alone that it promises. `documented`: for an operation that
the platform's public page describes, the fields which that page prints and no others; what it does not describe answers
as `required`. Pages and contracts differ by generation of the platform: `answers.json` holds what each has `printed` and
`promised`, operation → tree of fields. A generation without a contract promises what its page prints.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pydantic.alias_generators import to_snake

ALL, DOCUMENTED, REQUIRED = "all", "documented", "required"
ITEMS = "items"
ANSWERS = (ALL, DOCUMENTED, REQUIRED)

Tree: TypeAlias = Any
"""True: the value as it is. A dict: an object with these fields alone, in either spelling. A list of one tree: such
items."""


@cache
def records() -> dict[str, dict[str, dict[str, Tree]]]:
    """Field trees by what they record (`printed`, `promised`), generation and operation."""
    return json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))


def told(body: bytes, operation: str, answers: str, generation: str) -> bytes:
    """A good answer with the fields that are told."""
    if answers == ALL:
        return body
    printed = records()["printed"].get(generation, {})
    promised = records()["promised"].get(generation, printed)
    tree = (promised | printed if answers == DOCUMENTED else promised).get(operation, True)
    answer = json.loads(body)
    return json.dumps(_kept(answer, _as_held(answer, tree))).encode()


def _as_held(answer: Any, tree: Tree) -> Tree:
    """The tree of an answer that holds the same otherwise: its list under `items` or bare, its one thing bare."""
    if not isinstance(tree, dict):
        return tree
    name, inner = next(((name, inner) for name, inner in tree.items() if inner is not True), ("", True))
    if isinstance(answer, list) and isinstance(inner, list):
        return inner
    if inner is True or name in answer:
        return tree
    return {**tree, ITEMS: inner} if isinstance(inner, list) else {"success": True, **inner}


def _kept(value: Any, tree: Tree) -> Any:
    if isinstance(tree, list) and isinstance(value, list):
        return [_kept(item, tree[0]) for item in value]
    if isinstance(tree, dict) and isinstance(value, dict):
        return {
            written: _kept(value[written], inner)
            for name, inner in tree.items()
            for written in (name, to_snake(name))
            if written in value
        }
    return value
