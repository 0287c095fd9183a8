"""Garbage collection: what lives long is not looked at again and again, and what was dropped is still given back."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
import streamlit as st

from components.streamlit_internals.collector import FULL, Freezer

YOUNG = 0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Knot:
    """Something only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    """Without what keeps the collections of the tests themselves short."""
    others = gc.callbacks[:]
    gc.callbacks.clear()
    gc.unfreeze()
    yield
    gc.callbacks[:] = others
    gc.freeze()


@pytest.fixture
def spent() -> Clock:
    return Clock()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def freezer(spent: Clock, clock: Clock) -> Freezer:
    return Freezer(slow=0.01, thaw_every=60, spent=spent, clock=clock)


def collection(freezer: Freezer, spent: Clock, seconds: float, generation: int = FULL) -> None:
    """A collection that took so long."""
    freezer("start", {"generation": generation})
    gc.collect()
    spent.now += seconds
    freezer("stop", {"generation": generation})


def test_it_freezes_what_survived_a_slow_collection(freezer: Freezer, spent: Clock) -> None:
    collection(freezer, spent, 0.05)
    assert gc.get_freeze_count() > 0


def test_it_leaves_a_quick_collection_alone(freezer: Freezer, spent: Clock) -> None:
    collection(freezer, spent, 0.001)
    assert gc.get_freeze_count() == 0


def test_it_leaves_collections_of_young_objects_alone(freezer: Freezer, spent: Clock) -> None:
    collection(freezer, spent, 0.05, generation=YOUNG)
    assert gc.get_freeze_count() == 0


def test_it_gives_back_what_was_dropped_while_frozen(freezer: Freezer, spent: Clock, clock: Clock) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    collection(freezer, spent, 0.05)
    del knot
    collection(freezer, spent, 0.001)
    assert gone() is not None
    clock.now = 61
    collection(freezer, spent, 0.05)
    assert gone() is None
    assert gc.get_freeze_count() > 0


def test_streamlit_still_looks_at_everything_after_each_run_of_a_page() -> None:
    assert st.get_option("runner.postScriptGC") is True
