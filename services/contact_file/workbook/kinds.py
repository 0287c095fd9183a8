"""Workbook kinds, told by the bytes and not by the file's name: people rename files."""

from __future__ import annotations

import io
import zipfile
import zlib

from services.contact_file.verdicts import FileRejected

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOK_AT = 65_536
SHORT = 200  # bytes: cut off before anything could be told
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SIGNS = (b"xl/", b"[Content_Types].xml", _ODS)


def is_workbook(content: bytes) -> bool:
    """Whether it begins as one. A zip archive of something else is told by `kind_of`."""
    return content.startswith((*ZIP, OLE))


def kind_of(content: bytes) -> str:
    """`xlsx`, `xlsb`, `ods` or `xls`. Raises `FileRejected` for any other archive, and for what cannot be opened."""
    if content.startswith(OLE):
        return "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind_of(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        began_as_one = len(content) < SHORT or any(sign in content[:LOOK_AT] for sign in _SIGNS)
        raise FileRejected("workbook_damaged" if began_as_one else "archive") from error


def _kind_of(archive: zipfile.ZipFile) -> str:
    names = {name.casefold().replace("\\", "/"): name for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names and _begins(archive, names["mimetype"], _ODS):
        return "ods"
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        raise FileRejected("numbers")
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        raise FileRejected("workbook_damaged")
    raise FileRejected("archive")


def _begins(archive: zipfile.ZipFile, part: str, sign: bytes) -> bool:
    """Whether a part begins so. No more of it is unpacked: nothing is known of its size yet."""
    with archive.open(part) as stream:
        return stream.read(len(sign)) == sign
