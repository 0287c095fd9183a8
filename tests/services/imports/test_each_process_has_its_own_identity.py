"""Executor ids: the same after a restart, never the same for two processes at once."""

from __future__ import annotations

from services.durable import Executor

DATABASE = "sqlite:///one-of-its-own.db"


def test_a_restarted_process_has_the_same_id_and_another_token() -> None:
    first = Executor("machine:worker", DATABASE)
    before = first.claim()
    first.release()

    again = Executor("machine:worker", DATABASE)
    after = again.claim()
    again.release()

    assert before.executor_id == after.executor_id == "machine:worker"
    assert before.token != after.token


def test_a_second_process_gets_a_number() -> None:
    first, second = Executor("machine:web", DATABASE), Executor("machine:web", DATABASE)
    first.claim()

    assert second.claim().executor_id == "machine:web#2"

    first.release()
    second.release()


def test_processes_on_different_databases_do_not_disturb_each_other() -> None:
    first, second = Executor("machine:web", DATABASE), Executor("machine:web", "sqlite:///another.db")

    assert first.claim().executor_id == second.claim().executor_id

    first.release()
    second.release()
