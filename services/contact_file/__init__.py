"""Reader of contact files: bytes → table → columns → numbers → verdicts.

```
table = read_table(content)
columns = guess_columns(table, remembered)
checked = check(table, columns, "DE", known=..., blocked=...)
for batch in people.batches(checked):
    ...
```

Every row of a file gets exactly one verdict. A row is callable (`ok`, `repaired`) only with the number it means.
"""

from services.contact_file import export, greeting, left_out_workbook, people
from services.contact_file.columns.column_guess import guess_columns
from services.contact_file.columns.columns import Choice, Columns, Remembered, signature
from services.contact_file.columns.travelling import (
    Decided,
    FurtherColumn,
    Travelling,
    Wanted,
    further_columns,
)
from services.contact_file.export import template as template_csv
from services.contact_file.judging.check import check
from services.contact_file.judging.checked import CheckedFile, CheckedRow, HiddenQuestion
from services.contact_file.judging.doubts import DoubtGroup
from services.contact_file.judging.silence import ColumnQuestion
from services.contact_file.people import PEOPLE_SCHEMA, known_people, split_name, zone_of
from services.contact_file.table.encoding import CHOICES as ENCODINGS
from services.contact_file.table.from_workbook import SheetRead
from services.contact_file.table.table import ContactTable, read_table
from services.contact_file.verdicts import VERDICTS, Cancelled, FileNote, FileRejected, RowVerdict
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.workbook import WorkbookLimits

__all__ = [
    "ENCODINGS",
    "PEOPLE_SCHEMA",
    "VERDICTS",
    "Cancelled",
    "CheckedFile",
    "CheckedRow",
    "Choice",
    "ColumnQuestion",
    "Columns",
    "ContactTable",
    "Decided",
    "DoubtGroup",
    "Field",
    "FileNote",
    "FileRejected",
    "FurtherColumn",
    "HiddenQuestion",
    "Remembered",
    "RowVerdict",
    "SheetRead",
    "Travelling",
    "Wanted",
    "WorkbookLimits",
    "check",
    "export",
    "further_columns",
    "greeting",
    "guess_columns",
    "known_people",
    "left_out_workbook",
    "people",
    "read_table",
    "signature",
    "split_name",
    "template_csv",
    "zone_of",
]
