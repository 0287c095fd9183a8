"""The stages of an import. Each does one request's worth of work, keeps it together with the place to go on, and looks
before it acts: a stage that is done twice ends like one that is done once."""

from services.jobs.stages.check import check
from services.jobs.stages.create import create
from services.jobs.stages.enrol import enrol, missing
from services.jobs.stages.find import find, search
from services.jobs.stages.look import forbidden, members, plan, prepare
from services.jobs.stages.put import put
from services.jobs.stages.sort import sort_found, sort_looked
from services.jobs.turn import Stage

STAGES: dict[str, Stage] = {
    "prepare": prepare,
    "members": members,
    "forbidden": forbidden,
    "sort_looked": sort_looked,
    "plan": plan,
    "import": put,
    "find": find,
    "sort_found": sort_found,
    "search": search,
    "create": create,
    "enrol": enrol,
    "missing": missing,
    "check": check,
}
DONE = "done"
