"""Workbooks (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`, `.ods`) as text rows, cells as the person sees them.

python-calamine reads the values; what it does not tell (hidden rows and columns, filters, errors, formulas that were
never calculated, formats that shape digits) is looked up beside it.
"""

from services.contact_file.workbook.kinds import is_workbook
from services.contact_file.workbook.read import Sheet, WorkbookLimits, read_workbook

__all__ = ["Sheet", "WorkbookLimits", "is_workbook", "read_workbook"]
