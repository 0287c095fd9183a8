"""Durable work (workflow engine): what has to be finished whatever becomes of the process that began it.

One DBOS instance a process is shared by all that needs it, the imports and the keeper; `docs/imports.md` says what is the
engine's part and what is ours.
"""

from services.durable.engine import APP, VERSION, WorkflowEngine
from services.durable.executor import Executor, Holder
from services.durable.failure import where

__all__ = ["APP", "VERSION", "Executor", "Holder", "WorkflowEngine", "where"]
