"""Names of lists: of a file or of a sheet, which may say that nobody in it is to be called.

By the words for a refusal in the names of columns (`stems`): a list named so is a do-not-call list until a person says that it
is not.
"""

from __future__ import annotations

import re

from services.contact_file.vocabulary.stems import refuses
from services.contact_file.vocabulary.words import fold_header

_ENDING = re.compile(r"\.\w{1,5}\Z")
_WHOLE = re.compile(
    r"\bblocked\b|\bblockiert|\bstop ?list|do ?not ?(?:call|phone|contact)|dont ?(?:call|phone|contact)|nicht ?(?:mehr ?)?anrufen|keine ?anrufe"
)


def names_nobody_to_call(name: str) -> bool:
    """Whether a list of this name holds, as it seems, people whom nobody may call."""
    folded = fold_header(_ENDING.sub("", name))
    return refuses(folded) or _WHOLE.search(folded) is not None
