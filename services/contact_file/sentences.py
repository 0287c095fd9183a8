"""Sentences for every code of this room, in the person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.contact_file.verdicts import FileNote, FileRejected, RowVerdict
from services.contact_file.vocabulary.aliases import Field
from services.texts import N_, _

NAMED = 6  # sheets and columns in a sentence
LONGEST_NAME = 60

VERDICTS: dict[RowVerdict, str] = {
    RowVerdict.MALFORMED: N_("Broken rows"),
    RowVerdict.BLOCKED: N_("Must not be called"),
    RowVerdict.INVALID: N_("No usable number"),
    RowVerdict.REJECTED: N_("Left out by you"),
    RowVerdict.DUPLICATE: N_("Already in the list"),
    RowVerdict.REVIEW: N_("For you to decide"),
    RowVerdict.REPAIRED: N_("Mended"),
    RowVerdict.OK: N_("Ready"),
}

FIELDS: dict[Field, str] = {
    Field.PHONE: N_("Phone number"),
    Field.FIRST_NAME: N_("First name"),
    Field.LAST_NAME: N_("Last name"),
    Field.FULL_NAME: N_("First and last name in one"),
    Field.EMAIL: N_("Email address"),
    Field.COMPANY: N_("Company name"),
    Field.JOB_TITLE: N_("Job title"),
    Field.COUNTRY: N_("Country"),
    Field.TIMEZONE: N_("Time zone of the person"),
    Field.TAGS: N_("Tags"),
    Field.NOTES: N_("Notes"),
    Field.DO_NOT_CALL: N_("Do not call"),
    Field.CONSENT: N_("Consent to be called"),
    Field.COUNTRY_CODE: N_("Country code of the number"),
    Field.AREA_CODE: N_("Area code of the number"),
    Field.EXTENSION: N_("Extension"),
    Field.PHONE_TYPE: N_("Kind of number (mobile, fax …)"),
    Field.CONTACT_ID: N_("Contact ID of the platform"),
}

HOW: dict[str, str] = {
    "alias": N_("recognized by its name"),
    "similar": N_("its name is similar"),
    "content": N_("guessed from what is in it"),
    "remembered": N_("as you chose last time"),
    "chosen": N_("your choice"),
}

_REJECTED: dict[str, str] = {
    "empty": N_("The file is empty."),
    "no_rows": N_("The file has column names, but no people below them."),
    "no_phone_column": N_("No column of the file holds phone numbers."),
    "workbook_damaged": N_("This workbook is damaged or incomplete."),
    "workbook_password": N_("This workbook is protected by a password."),
    "workbook_inflates": N_("This workbook unpacks to many times its size, which no list of people does."),
    "workbook_too_large": N_("This workbook is too large: unpacked it has more than {megabytes} MB."),
    "sheet_unknown": N_("The workbook has no sheet of this name."),
    "named_do_not_call": N_("“{name}” is named like a list of people whom nobody may call."),
    "numbers": N_("This is a document of Apple Numbers."),
    "gzip": N_("This file is compressed."),
    "archive": N_("This is an archive of files, not a list."),
    "html": N_("This is a web page that was given the name of a CSV file."),
    "xml": N_("This is an XML file, not a CSV file."),
    "json": N_("This is a JSON file, not a CSV file."),
    "vcard": N_("This is a file of business cards (vCard), not a CSV file."),
    "pdf": N_("This is a PDF document."),
    "rtf": N_("This is a text document with formatting, not a CSV file."),
    "image": N_("This is a picture."),
    "database": N_("This is a database file, not a CSV file."),
    "not_text": N_("This file holds no text that can be read."),
    "encoding_unknown": N_("The chosen character set is not known."),
    "delimiter_unknown": N_("The chosen separator must be one sign, such as a comma or a semicolon."),
    "region_unknown": N_("The chosen country is not known."),
    "too_many_columns": N_("The file has more than 500 columns."),
    "took_too_long": N_("Checking this file took too long and was ended."),
    "too_much_memory": N_("Checking this file needed more memory than a check may take."),
    "broke_off": N_("Checking this file broke off."),
    "not_found": N_("There is no such file, or it may not be read."),
}

_EXPORT_CRM = N_("Export the list again from the program it comes from, as CSV.")
_UNPACK = N_("Unpack it first and upload the CSV file inside.")
_OPEN_AND_SAVE = N_("Open it in Excel or LibreOffice and save it as CSV. Then upload that file.")
_EXPORT_HELP: dict[str, str] = {
    "workbook_damaged": N_(
        "Open it in Excel or LibreOffice, save it under another name, and upload that file."
    ),
    "workbook_password": N_("Open it, save it without a password, and upload that file."),
    "workbook_inflates": N_("Copy the list into a new workbook and upload that one."),
    "workbook_too_large": N_("Split it into smaller files, or save the sheet as CSV and upload that file."),
    "sheet_unknown": N_("Choose another one from the list."),
    "named_do_not_call": N_(
        "Put it on your own list under *Do not call*. Or choose another sheet, or say that these people may be called."
    ),
    "numbers": N_("In Numbers: File, Export To, Excel. Then upload that file."),
    "gzip": _UNPACK,
    "archive": _UNPACK,
    "html": _OPEN_AND_SAVE,
    "xml": _OPEN_AND_SAVE,
    "no_phone_column": N_("Choose the column with the numbers, or use the template."),
    "no_rows": N_("Add one row for each person, or export the list again."),
    "too_many_columns": N_(
        "Keep the columns with names, numbers and marks, delete the others, also empty ones, and save it as CSV again."
    ),
    "took_too_long": N_(
        "Split it into smaller files, and leave nothing but numbers in the columns with phone numbers."
    ),
    "too_much_memory": N_("Split it into smaller files."),
    "broke_off": N_("Upload it again; if that happens again, split it into smaller files."),
    "encoding_unknown": N_("Choose another one from the list."),
    "delimiter_unknown": N_("Choose another one from the list."),
    "region_unknown": N_("Choose another one from the list."),
}

_NOTES: dict[str, str] = {
    "bad_bytes": N_(
        "Some characters were saved in another character set than the rest; they were read as well as possible."
    ),
    "mojibake": N_(
        "Some names look garbled (for example “MÃ¼ller”). They were damaged before this file was saved."
    ),
    "nul_bytes": N_("Invisible empty characters were removed."),
    "unclosed_quote": N_("A quotation mark is opened and never closed; that row was set aside."),
    "ragged": N_("Some rows have more or fewer cells than the header; they were set aside."),
    "wrapped_lines": N_("Every row was wrapped in quotation marks as a whole; they were taken off."),
    "no_header": N_("The file has no row with column names."),
    "preamble": N_("Lines above the column names were skipped."),
    "repeated_header": N_("The column names are repeated between the people; those rows were set aside."),
    "other_sheets": N_("Only the sheet “{sheet}” is read. The workbook has others, too: {names}."),
    "hidden_sheet": N_("The sheet “{sheet}” is hidden in the workbook."),
    "filter": N_("A filter is set in the sheet, and hides rows."),
    "filter_of": N_("A filter is set in the sheet on {names}, and hides rows."),
    "hidden_rows": N_("Rows that are hidden in the sheet: {count}. They are asked about below."),
    "hidden_columns": N_("Columns that are hidden in the sheet, and are read: {names}."),
    "uncalculated": N_(
        "Cells with formulas that were never calculated: {count}. Open the workbook in Excel or LibreOffice, save it, and "
        "upload it again."
    ),
    "blank_rows": N_("Empty rows were skipped."),
    "own_export": N_(
        "This is a list of rows that were left out before; the column with the reasons is not used."
    ),
}

_REASONS: dict[str, str] = {
    "short_row": N_("The row has too few cells, so it is not certain what belongs where."),
    "long_row": N_("The row has too many cells, so it is not certain what belongs where."),
    "unclosed_quote": N_("A quotation mark in this row is never closed."),
    "footer": N_("This is a line below the list, not a person."),
    "repeated_header": N_("These are the column names once more, not a person."),
    "do_not_call": N_("Marked as do not call."),
    "do_not_call_elsewhere": N_("The same number is marked as do not call in line {line}."),
    "do_not_call_platform": N_("This number is on the do-not-call list already."),
    "do_not_call_list": N_("This number is on your own do-not-call list."),
    "do_not_call_broken_row": N_("The same number stands in a broken row that is marked as do not call."),
    "no_consent": N_("There is no consent to be called."),
    "premium_rate": N_("A premium-rate number: calls cost a lot."),
    "shared_cost": N_("A shared-cost service number, not a person’s."),
    "satellite": N_("A satellite telephone: calls cost a lot."),
    "emergency": N_("An emergency number."),
    "missing": N_("There is no phone number."),
    "fax": N_("A fax number."),
    "excel_error": N_("The spreadsheet put an error in place of the number."),
    "excel_scientific": N_(
        "The spreadsheet shortened the number (such as 4.9E+12); the last digits are lost."
    ),
    "date": N_("This is a date, not a phone number."),
    "not_a_number": N_("This is not a phone number."),
    "cell_too_long": N_("The cell is too long to be a phone number. Leave only the number in it."),
    "service_code": N_("This is a code for a telephone network, not a number."),
    "placeholder": N_("This looks like a made-up number."),
    "country_code": N_("No country has this country code."),
    "length": N_("The number has too many or too few digits."),
    "not_in_use": N_("There is no such number."),
    "hidden_row": N_("The sheet hides this row."),
    "hidden_column": N_("The sheet hides the column of this number."),
    "hidden_left_out": N_("The sheet hides this row, and you left such rows out."),
    "rejected": N_("You left this row out."),
    "duplicate": N_("The same number is in line {line} already."),
    "in_campaign": N_("This person is in the campaign already."),
    "two_numbers": N_("There are several numbers in the cell."),
    "text": N_("There is text beside the number."),
    "number_outdated": N_("The text beside the number says that it is no longer right."),
    "letter_for_digit": N_("A letter stands where a digit should be."),
    "vanity": N_("The number is spelled with letters."),
    "double_country_code": N_("The country code seems to be there twice."),
    "plus_before_zero": N_("A plus sign stands before a number without country code."),
    "country_unclear": N_("It is not clear which country the row means."),
    "ambiguous_region": N_("The number is written like one of another country."),
    "region_not_said": N_("Nobody has said which country numbers without a country code are from."),
    "two_readings": N_("The digits fit two countries."),
    "area_code_missing": N_("The area code may be missing."),
    "pager": N_("A pager, which nobody can answer."),
    "voicemail_access": N_("The number of a mailbox, not of a person."),
    "personal_number": N_("A number that forwards to wherever somebody is; calls can cost a lot."),
    "directory": N_("The number of directory enquiries, not of a person."),
    "fictional": N_("A number reserved for films and examples."),
    "first_number_invalid": N_("The first number of this row is not valid; this is its next one."),
    "do_not_call_unclear": N_("It is not clear whether this person may be called."),
    "consent_unclear": N_("It is not clear whether this person agreed to be called."),
    "note_do_not_call": N_("A remark in this row may mean that this person must not be called."),
    "consent_ended": N_("The consent to be called has ended."),
    "minor": N_("This person may be under 18."),
    "column_unclear": N_("A column may say that this person must not be called."),
    "column_forbids": N_("You answered that people with this entry must not be called."),
    "note_wrong_number": N_("A remark in this row may mean that the number is wrong."),
    "unclear_elsewhere": N_("For the same number in line {line} it is not clear whether it may be called."),
    "plus_lost": N_("The plus sign or the zeros before the country code were lost."),
    "leading_zero_lost": N_("The zero at the beginning was lost."),
    "text_mark": N_("Signs that a spreadsheet uses to keep text were taken off."),
    "digits": N_("The digits were written in another script."),
    "scientific_exact": N_("The number was written with an exponent; no digit is lost."),
    "float": N_("The number was stored as an amount (with .0 at its end)."),
    "international_prefix": N_("The prefix for calls abroad was replaced by a plus sign."),
    "old_digit": N_("A digit that is dialed no more was taken off."),
    "extension_joined": N_("The extension stands in a column of its own and was put behind the number."),
    "extension_shared": N_(
        "Several people have this number with extensions of their own; this one's was put behind it."
    ),
    "trunk_zero": N_("The zero after the country code was taken off."),
    "ext": N_("The extension was taken apart from the number."),
    "same_twice": N_("The same number stood in the cell twice."),
    "accepted": N_("You decided to use this number."),
}


def rejected(error: FileRejected) -> str:
    """Sentence about a file that cannot be read: what it is and how to get one that can."""
    help_text = _EXPORT_HELP.get(error.code, _EXPORT_CRM)
    return _("{what} {how}").format(what=_(_REJECTED[error.code]).format(**error.params), how=_(help_text))


def note(found: FileNote) -> str:
    names = _joined(found.params.get("names", ()))
    return _(_NOTES[found.code]).format(**{**found.params, "names": names})


def _joined(names: Sequence[str]) -> str:
    shown = [" ".join(name.split())[:LONGEST_NAME] for name in names[:NAMED]]
    return ", ".join([*(f"“{name}”" for name in shown), *(["…"] if len(names) > NAMED else [])])


def row_reason(code: str, params: Mapping[str, Any]) -> str:
    """Sentence for why a row has its verdict; an empty string where nothing has to be said."""
    return _(_REASONS[code]).format(**{"line": "…", **params}) if code else ""


def left_out_because(which: RowVerdict, reason: str) -> str:
    """`reason`, a sentence, as a colleague reads it later: with a person's decision before it where there was one."""
    if which is not RowVerdict.REJECTED or not reason:
        return reason
    return _("Left out by hand. {reason}").format(reason=reason)


def verdict(which: RowVerdict) -> str:
    return _(VERDICTS[which])


def field(which: Field) -> str:
    return _(FIELDS[which])


def how(which: str) -> str:
    return _(HOW[which])
