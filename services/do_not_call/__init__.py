"""Do-not-call list of the team: whom nobody calls any more, in no campaign, whatever the CRM says.

An entry names a *line*: the telephone a number reaches, the same for every spelling of it
(`services.contact_file.numbers.lines`), and where it was said of a person of the CRM, her contact too. It is asked at upload,
at enrolment, in dry runs, in readiness and before each start.
"""

from services.do_not_call.entries import Added, DoNotCallEntry, EntryPage, Mark, NewEntry, Reason
from services.do_not_call.entry_list import DoNotCallList, NotRemovable
from services.do_not_call.listed import NOBODY_LISTED, Listed, listed_of
from services.do_not_call.reading import NumberNotRead, read_number

__all__ = [
    "NOBODY_LISTED",
    "Added",
    "DoNotCallEntry",
    "DoNotCallList",
    "EntryPage",
    "Listed",
    "Mark",
    "NewEntry",
    "NotRemovable",
    "NumberNotRead",
    "Reason",
    "listed_of",
    "read_number",
]
