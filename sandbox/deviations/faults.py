"""Fault injection: what can be made to go wrong, for one operation or all, once, several times or by chance.

`docs/sandbox.md` lists the kinds; a test holds the list and this file together.
"""

from __future__ import annotations

import json
import random
import threading
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from sandbox.contract.operations import NAMES

ANY = "*"


class FaultKind(StrEnum):
    DELAY_BEFORE = "delay_before"
    DELAY_AFTER = "delay_after"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    DROP_IN_BODY = "drop_in_body"
    SLOW_DRIP = "slow_drip"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    CLOSED = "closed"
    TOO_LARGE = "too_large"
    TOKEN_REVOKED = "token_revoked"  # noqa: S105  a kind of fault
    HTML = "html"
    TRUNCATED_JSON = "truncated_json"
    EMPTY_BODY = "empty_body"
    ACT_LATE = "act_late"
    NULL_FIELDS = "null_fields"
    UNKNOWN_FIELDS = "unknown_fields"
    ODD_VALUES = "odd_values"
    TOO_LONG = "too_long"
    SUCCESS_FALSE = "success_false"
    ERROR_AS_MESSAGE = "error_as_message"
    PAGE_CAP = "page_cap"
    COUNT_OF_PAGE = "count_of_page"
    SHIFTED_PAGES = "shifted_pages"


class InjectedFault(BaseModel):
    """One fault. `times`: on how many requests, null for all; `skip`: how many go well before; `chance`: how likely
    on each; `act`: whether the request has its effect before the fault shows, where the kind leaves that open."""

    model_config = ConfigDict(extra="forbid")

    operation: str = ANY
    kind: FaultKind
    times: Annotated[int, Field(ge=1)] | None = 1
    skip: Annotated[int, Field(ge=0)] = 0
    chance: Annotated[float, Field(gt=0, le=1)] = 1.0
    seconds: Annotated[float, Field(ge=0)] = 1.0
    status: Annotated[int, Field(ge=200, le=599)] | None = None
    retry_after: Annotated[int, Field(ge=0)] | None = None
    limit: Annotated[int, Field(ge=1)] = 100
    act: bool = False
    fields: list[str] | None = None
    value: Any = 12.5

    @field_validator("operation")
    @classmethod
    def _known(cls, name: str) -> str:
        if name != ANY and name not in NAMES:
            raise ValueError(f"{name} is no operation of the contract")
        return name


FAULTS = TypeAdapter(list[InjectedFault])


class FaultPlan:
    """The faults still to come. A request meets the first of each kind that is for its operation."""

    def __init__(self, faults: list[InjectedFault] | None = None, *, seed: int = 1) -> None:
        self._faults = list(faults or [])
        self._lock = threading.Lock()
        self._random = random.Random(seed)

    def replace(self, faults: list[InjectedFault]) -> None:
        with self._lock:
            self._faults = list(faults)

    def add(self, faults: list[InjectedFault]) -> None:
        with self._lock:
            self._faults += faults

    def left(self) -> list[InjectedFault]:
        with self._lock:
            return [fault.model_copy() for fault in self._faults]

    def take(self, operation: str) -> dict[FaultKind, InjectedFault]:
        """The faults that this request meets; each is used up by one."""
        met: dict[FaultKind, InjectedFault] = {}
        with self._lock:
            for fault in self._faults:
                if fault.operation in (ANY, operation) and fault.kind not in met and self._due(fault):
                    met[fault.kind] = fault
            self._faults = [fault for fault in self._faults if fault.times != 0]
        return met

    def _due(self, fault: InjectedFault) -> bool:
        if fault.skip:
            fault.skip -= 1
            return False
        if fault.chance < 1 and self._random.random() >= fault.chance:
            return False
        if fault.times is not None:
            fault.times -= 1
        return True


def read_faults(file: Path) -> list[InjectedFault]:
    """The faults of a JSON file: a list of objects.

    Raises:
        ValueError: the file holds no such list.
    """
    return FAULTS.validate_python(json.loads(file.read_text(encoding="utf-8")))
