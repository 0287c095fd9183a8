"""Stages of an import (idempotent steps). Each does one request's worth of work, keeps it together with the place to
go on, and looks before it acts: a stage that is done twice ends like one that is done once.
"""

from services.imports.stages.check import check
from services.imports.stages.compare import compare
from services.imports.stages.create import create
from services.imports.stages.crm_numbers import crm_numbers
from services.imports.stages.enrol import enrol
from services.imports.stages.find import find, search
from services.imports.stages.look import forbidden, members, plan, prepare
from services.imports.stages.missing import missing
from services.imports.stages.put import put
from services.imports.stages.sort import sort_found, sort_looked, sort_looked_up
from services.imports.turn import Stage

STAGES: dict[str, Stage] = {
    "prepare": prepare,
    "members": members,
    "forbidden": forbidden,
    "sort_looked": sort_looked,
    "crm_numbers": crm_numbers,
    "sort_looked_up": sort_looked_up,
    "plan": plan,
    "import": put,
    "find": find,
    "sort_found": sort_found,
    "search": search,
    "create": create,
    "enrol": enrol,
    "missing": missing,
    "compare": compare,
    "check": check,
}
DONE = "done"
