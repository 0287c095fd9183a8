"""Answers of the platform: how much of what it knows it tells, operation by operation.

`all`: every field that the contract names. `required`: those alone that it promises. `documented`: for an operation that
the platform's public page describes, the fields which that page prints and no others; what it does not describe answers
as `required`. Pages differ by generation of the platform: `answers.json` holds a record of each, operation → tree of
fields, and under `contract` what is promised.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

ALL, DOCUMENTED, REQUIRED = "all", "documented", "required"
ANSWERS = (ALL, DOCUMENTED, REQUIRED)
CONTRACT, SEED = "contract", "seed"

Tree: TypeAlias = Any
"""True: the value as it is. A dict: an object with these fields alone. A list of one tree: such items."""


@cache
def records() -> dict[str, dict[str, Tree]]:
    """Field trees by generation and operation."""
    return json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))


def generations() -> tuple[str, ...]:
    """Those whose pages are known."""
    return tuple(name for name in records() if name != CONTRACT)


def told(body: bytes, operation: str, answers: str, generation: str) -> bytes:
    """A good answer with the fields that are told."""
    if answers == ALL:
        return body
    record = records()[generation] if answers == DOCUMENTED else {}
    tree = record.get(operation, records()[CONTRACT].get(operation, True))
    return json.dumps(_kept(json.loads(body), tree)).encode()


def _kept(value: Any, tree: Tree) -> Any:
    if isinstance(tree, list) and isinstance(value, list):
        return [_kept(item, tree[0]) for item in value]
    if isinstance(tree, dict) and isinstance(value, dict):
        return {name: _kept(value[name], inner) for name, inner in tree.items() if name in value}
    return value
