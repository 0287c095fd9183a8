"""Defects of files: bytes, separators, quotes, rows, headers, columns."""

from __future__ import annotations

from tests.services.contact_file.corpus import AMERICAN, BRITISH, LANDLINE, MOBILE, Case, lines

PEOPLE = ("Vorname;Nachname;Telefon", "Jürgen;Müller;0151 23456789", "Jörg;Schäfer;030 12345678")
BOTH = (f"ok {MOBILE}", f"ok {LANDLINE}")
TEXT = "\n".join(PEOPLE) + "\n"

ENCODINGS = [
    Case("cp1252", lines(*PEOPLE, encoding="cp1252"), BOTH, encoding="cp1252", delimiter=";"),
    Case("mac_roman", lines(*PEOPLE, encoding="mac_roman"), BOTH, encoding="mac_roman"),
    Case("cp850", lines(*PEOPLE, encoding="cp850"), BOTH, encoding="cp850"),
    Case("utf8_bom", b"\xef\xbb\xbf" + TEXT.encode(), BOTH, encoding="utf-8"),
    Case("utf16_le_bom", b"\xff\xfe" + TEXT.encode("utf-16-le"), BOTH, encoding="utf-16-le"),
    Case("utf16_be_bom", b"\xfe\xff" + TEXT.encode("utf-16-be"), BOTH, encoding="utf-16-be"),
    Case("utf16_le_bare", TEXT.encode("utf-16-le"), BOTH, encoding="utf-16-le"),
    Case("utf16_be_bare", TEXT.encode("utf-16-be"), BOTH, encoding="utf-16-be"),
    Case("utf16_cut_in_a_character", TEXT.encode("utf-16-le") + b"A", BOTH, encoding="utf-16-le"),
    Case("utf32_bom", TEXT.encode("utf-32"), BOTH, encoding="utf-32-le"),
    Case("utf32_bare", TEXT.encode("utf-32-be"), BOTH, encoding="utf-32-be"),
    Case("dos_end_of_file", lines(*PEOPLE) + b"\x1a", BOTH),
    Case(
        "one_latin_byte_in_utf8",
        b"name;phone\nM\xfcller;0151 23456789\nWei\xc3\x9f \xc3\xa4;030 12345678\n",
        BOTH,
        "warn",
        "bad_bytes",
    ),
    Case("decoded_twice", "name;phone\nSchrÃ¶der;0151 23456789\n".encode(), BOTH[:1], "warn", "mojibake"),
    Case("portuguese_is_no_mojibake", "name;phone\nSÃO João;0151 23456789\n".encode(), BOTH[:1]),
    Case(
        "apostrophes_are_no_mac",
        lines("Name;Telefon", "O’Neill;0151 23456789", "D’Angelo;030 12345678", encoding="cp1252"),
        BOTH,
        encoding="cp1252",
    ),
    Case("nuls", b"name;ph\0one\nA;0151 2345\x006789\n", BOTH[:1], "warn", "nul_bytes"),
]

SEPARATORS = [
    Case("tab", lines("name\tphone", "Doe, Jane; Dr.\t0151 23456789"), BOTH[:1], delimiter="\t"),
    Case("pipe", lines("name|phone|note", "A|0151 23456789|x, y; z", "B|030 12345678|"), BOTH, delimiter="|"),
    Case("doubled_pipe", lines("name||phone", "A||0151 23456789"), BOTH[:1], delimiter="|"),
    Case(
        "decimal_commas",
        lines("Name;Umsatz;Rabatt;Telefon", "A;1,5;2,5;0151 23456789", "B;2,75;1,5;030 12345678"),
        BOTH,
        delimiter=";",
    ),
    Case(
        "commas_in_every_cell",
        lines("Name, Titel;Telefon", "Berg, Dr.;0151 23456789", "Kurz, Prof.;030 12345678"),
        BOTH,
        delimiter=";",
    ),
    Case("sep_line", lines("sep=;", "name;phone", "A;0151 23456789"), BOTH[:1], delimiter=";"),
    Case(
        "sep_line_bom_quotes",
        b'\xef\xbb\xbf"sep=|"\r\nname|phone\r\nA|0151 23456789\r\n',
        BOTH[:1],
        delimiter="|",
    ),
    Case("sep_line_tab", b"SEP=\t\nname\tphone\nA\t0151 23456789\n", BOTH[:1], delimiter="\t"),
    Case(
        "header_with_another_separator",
        lines("name;phone", "A,0151 23456789", "B,030 12345678"),
        BOTH,
        delimiter=",",
    ),
    Case(
        "sep_line_that_is_wrong",
        lines("sep=,", "name;phone;city", "A;0151 23456789;X", "B;030 12345678;Y"),
        BOTH,
        delimiter=";",
    ),
    Case("tilde", lines("Name~Telefon", "A~0151 23456789", "B~030 12345678"), BOTH, delimiter="~"),
    Case("unit_separator", lines("Name\x1fTelefon", "A\x1f0151 23456789", "B\x1f030 12345678"), BOTH),
    Case("one_column", lines("Telefon", "0151 23456789", "030 12345678"), BOTH),
    Case("one_column_no_header", lines("0151 23456789", "030 12345678"), BOTH, "warn", "no_header"),
    Case("mac_line_ends", lines(*PEOPLE, eol="\r"), BOTH),
    Case("mixed_line_ends", b"name,phone\r\nA,0151 23456789\nB,030 12345678\r", BOTH),
]

QUOTES = [
    Case("all_quoted", lines('"name","phone"', '"A","0151 23456789"', '"B, C","030 12345678"'), BOTH),
    Case("blank_before_quote", lines("name, phone", '"A", "0151 23456789"', '"B, C", "030 12345678"'), BOTH),
    Case(
        "quoted_line_ends",
        b'name,phone,note\r\nA,0151 23456789,"one\r\ntwo\n""three"""\r\nB,030 12345678,\r\n',
        BOTH,
    ),
    Case("backslashes", lines("name,phone", r'"Bob \"Roof\" Ltd","0151 23456789"', "B,030 12345678"), BOTH),
    Case("inches", lines("name,phone", '6" pipe,0151 23456789', 'a 3" b,030 12345678'), BOTH),
    Case("quoted_beginning", lines("name,phone", '"JB" Smith,0151 23456789', "B,030 12345678"), BOTH),
    Case(
        "lines_quoted_whole",
        lines('"name,phone"', '"A,0151 23456789"', '"B,030 12345678"'),
        BOTH,
        "warn",
        "wrapped_lines",
    ),
    Case(
        "rows_quoted_whole",
        lines("name,phone", '"A,0151 23456789"', '"B,""030 12345678"""'),
        BOTH,
        "warn",
        "wrapped_lines",
    ),
    Case("quoted_twice", lines("name,phone", 'A,"""0151 23456789"""'), (f"repaired {MOBILE}",)),
    Case(
        "quotes_begin_late",
        lines("name,phone,note", *(f"N{n},0151 2345{n:04d},x" for n in range(3000)), 'Z,0171 1234567,"a, b"'),
        (*(f"ok +491512345{n:04d}" for n in range(3000)), "ok +491711234567"),
    ),
    Case(
        "unclosed_first_cell",
        lines("name,phone", "A,0151 23456789", '"B,0171 1234567', "C,030 12345678"),
        (BOTH[0], "malformed *", BOTH[1]),
        "warn",
        "unclosed_quote",
    ),
    Case(
        "unclosed_last_cell",
        lines("name,phone,note", 'A,0171 1234567,"hello', "B,0151 23456789,x", 'C,030 12345678,"ok"'),
        ("malformed *", *BOTH),
        "warn",
        "unclosed_quote",
    ),
    Case(
        "two_unclosed",
        lines("name,phone", '"A,0171 1234567', "B,0151 23456789", '"C,0171 1234568', "D,030 12345678"),
        ("malformed *", BOTH[0], "malformed *", BOTH[1]),
        "warn",
        "unclosed_quote",
    ),
    Case(
        "unclosed_at_the_end",
        lines("name,phone", "A,0151 23456789", 'B,"030 12345678'),
        (BOTH[0], "malformed *"),
        "warn",
        "unclosed_quote",
    ),
    Case(
        "giant_cell", lines("name,phone,note", f'A,0151 23456789,"{"y" * 300_000}"', "B,030 12345678,z"), BOTH
    ),
]

ROWS = [
    Case(
        "unquoted_comma",
        lines("name,company,phone", "A,Globex, Inc.,0171 1234567", "B,Acme,030 12345678"),
        ("malformed *", BOTH[1]),
        "warn",
        "ragged",
    ),
    Case(
        "ends_before_the_number",
        lines("name,city,phone", "A,Köln", "B,Bonn,030 12345678"),
        ("malformed *", BOTH[1]),
        "warn",
        "ragged",
    ),
    Case(
        "ends_before_what_decides_nothing",
        lines("name,phone,city", "A,0151 23456789", "B,030 12345678,Bonn"),
        BOTH,
        "warn",
        "ragged",
    ),
    Case(
        "ends_before_the_mark",
        lines("name,phone,do not call", "A,0171 1234567", "B,030 12345678,no"),
        ("malformed *", BOTH[1]),
        "warn",
        "ragged",
    ),
    Case(
        "ends_before_the_fax",
        lines("name,phone,fax", "A,0171 1234567", "B,030 12345678,030 99999999"),
        ("malformed *", BOTH[1]),
        "warn",
        "ragged",
    ),
    Case("more_separators_than_columns", lines("name,phone", "A,0151 23456789,,", "B,030 12345678"), BOTH),
    Case("separators_at_the_end", lines("name;phone;;", "A;0151 23456789;;", "B;030 12345678", ";;;"), BOTH),
    Case(
        "blank_rows",
        lines("", "name,phone", "", " , ", "A,0151 23456789", "   ", "B,030 12345678", "", ","),
        BOTH,
    ),
    Case(
        "preamble",
        lines("Kontakte Vertrieb", "Stand: 01.02.2026", "", "Name;Telefon", "A;0151 23456789"),
        BOTH[:1],
        "warn",
        "preamble",
    ),
    Case(
        "two_header_lines",
        lines(
            "Person;;Kontakt;", "Vorname;Nachname;Telefon;Mobil", "A;B;030 12345678;", "C;D;;0151 23456789"
        ),
        BOTH[::-1],
        "warn",
        "preamble",
        phone=("Mobil", "Telefon"),
    ),
    Case(
        "footer",
        lines("Name;Telefon", "A;0151 23456789", "", "Anzahl Datensätze: 1", "Exportiert am 01.02.2026"),
        (BOTH[0], "malformed *", "malformed *"),
    ),
    Case(
        "total",
        lines("Name;Telefon;Umsatz", "A;0151 23456789;12,50", "Gesamt;;12,50"),
        (BOTH[0], "malformed *"),
    ),
    Case(
        "company_called_total", lines("Name;Telefon", "A;0151 23456789", "Total Energies;030 12345678"), BOTH
    ),
    Case(
        "sums_between",
        lines("Name;Telefon", "A;0151 23456789", "Zwischensumme;30123456789", "B;030 12345678"),
        (BOTH[0], "malformed *", BOTH[1]),
    ),
    Case(
        "pages_of_a_report",
        lines("Name;Telefon", "A;0151 23456789", "Name;Telefon", "B;030 12345678"),
        (BOTH[0], "malformed *", BOTH[1]),
        "warn",
        "repeated_header",
    ),
    Case("row_numbers_without_a_name", lines("name,phone", "1,A,0151 23456789", "2,B,030 12345678"), BOTH),
    Case(
        "no_header",
        lines("Anna Berg,0151 23456789,a@b.de", "Ben Kurz,030 12345678,b@c.de"),
        BOTH,
        "warn",
        "no_header",
        phone=("column 2",),
    ),
    Case(
        "no_header_and_ids",
        lines("4711;Anna;0151 23456789", "4712;Ben;030 12345678"),
        BOTH,
        "warn",
        "no_header",
        phone=("column 3",),
    ),
    Case(
        "header_of_years", lines("Name;Telefon;2023;2024", "A;0151 23456789;1;2", "B;030 12345678;3;4"), BOTH
    ),
]

REFUSED = [
    Case("empty", b"", verdict="reject", reason="empty"),
    Case("only_blank", b" \r\n\t\n", verdict="reject", reason="empty"),
    Case("only_a_byte_order_mark", b"\xff\xfe", verdict="reject", reason="empty"),
    Case("only_a_sep_line", b"sep=;\n", verdict="reject", reason="empty"),
    Case("header_only", lines("Vorname;Telefon"), verdict="reject", reason="no_rows"),
    Case("no_numbers", lines("name,city", "A,Bonn", "B,Köln"), verdict="reject", reason="no_phone_column"),
    Case(
        "only_fax_and_ids",
        lines("name,Fax,Kundennummer", "A,030 12345678,0301234567"),
        verdict="reject",
        reason="no_phone_column",
    ),
    Case(
        "xlsx",
        b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(300),
        verdict="reject",
        reason="workbook_damaged",
    ),
    Case(
        "ods",
        b"PK\x03\x04" + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" + bytes(300),
        verdict="reject",
        reason="workbook_damaged",
    ),
    Case("zip", b"PK\x03\x04" + bytes(300) + b"list.csv", verdict="reject", reason="archive"),
    Case(
        "xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), verdict="reject", reason="workbook_damaged"
    ),
    Case("gzip", b"\x1f\x8b\x08" + bytes(60), verdict="reject", reason="gzip"),
    Case("pdf", b"%PDF-1.7\n", verdict="reject", reason="pdf"),
    Case("html", b"\n <!DOCTYPE html><html><table><tr><td>phone", verdict="reject", reason="html"),
    Case("html_utf16", "<html><body><table>".encode("utf-16"), verdict="reject", reason="html"),
    Case("xml", b'<?xml version="1.0"?><Workbook></Workbook>', verdict="reject", reason="xml"),
    Case("json", b'[{"name": "A", "phone": "0151"}]', verdict="reject", reason="json"),
    Case("vcard", b"BEGIN:VCARD\nTEL:0151 23456789\nEND:VCARD\n", verdict="reject", reason="vcard"),
    Case("picture", b"\x89PNG\r\n\x1a\n" + bytes(50), verdict="reject", reason="image"),
    Case("noise", bytes(range(256)) * 10, verdict="reject", reason="not_text"),
]

COLUMNS = [
    Case(
        "customer_numbers",
        lines("Kundennummer;Tel.;PLZ;Rechnungsnummer", "0301234567;0151 23456789;01067;0301234567"),
        BOTH[:1],
        phone=("Tel.",),
    ),
    Case(
        "unknown_name",
        lines("Wer;Erreichbar unter;Seit", "A;0151 23456789;2020", "B;030 12345678;2021"),
        BOTH,
        phone=("Erreichbar unter",),
    ),
    Case(
        "twins",
        lines("name,phone,phone", "A,,0151 23456789", "B,030 12345678,"),
        BOTH,
        phone=("phone", "phone"),
    ),
    Case(
        "header_over_two_lines", lines('"First\nname","Telefon\n(mobil)\u00a0"', "A,0151 23456789"), BOTH[:1]
    ),
    Case(
        "parts",
        lines(
            "Vorname;Ländervorwahl;Vorwahl;Rufnummer",
            "A;49;151;23456789",
            "B;0049;030;12345678",
            "C;1;212;4567890",
            "D;;;+44 20 7946 0958",
            "E;;0151;015123456780",
            "F;;;2345679",
        ),
        (*BOTH, f"ok {AMERICAN}", f"ok {BRITISH}", "ok +4915123456780", "review *"),
    ),
    Case(
        "american_parts",
        lines("name,area code,number", "A,212,456-7890", "B,(415),456-7890"),
        (f"ok {AMERICAN}", "ok +14154567890"),
        region="US",
    ),
    Case(
        "country_codes",
        lines("name,country code,phone", "A,+49,0151 23456789", "B,+1,2124567890", "C,44,7911123456"),
        (BOTH[0], f"ok {AMERICAN}", "repaired +447911123456"),
    ),
    Case(
        "area_code_of_the_landline",
        lines(
            "Name;Vorwahl;Telefon;Mobil",
            "A;0351;1234567;0171 1234567",
            "B;030;;0151 23456789",
            "C;030;123456789;",
            "D;030;15112345678;",
        ),
        ("ok +491711234567", BOTH[0], "ok +4930123456789", "review *"),
    ),
    Case(
        "country_of_the_person_and_code_of_the_number",
        lines(
            "Name,Country,Country Calling Code,Phone",
            "A,Germany,+49,0151 23456789",
            "B,Germany,+43,0664 1234567",
            "C,Canada,1,212-456-7890",
        ),
        (BOTH[0], "review +436641234567", f"ok {AMERICAN}"),
    ),
    Case(
        "direct_lines_in_whole",
        lines("Name;Telefon (Zentrale);Telefon (Durchwahl)", "A;0351 1234567;0351 1234568"),
        ("ok +493511234568",),
    ),
    Case(
        "kinds_of_numbers_beside_them",
        lines(
            "Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value",
            "A,Pager,030 99999999,Mobile,0151 23456789",
            "B,Télécopie,030 99999999,,",
        ),
        (BOTH[0], "invalid -"),
    ),
    Case(
        "kinds_in_german_and_without_a_name",
        lines(
            "Name;Telefon;Telefontyp;Tel. 2;Was",
            "A;0151 23456789;Mobil;;",
            "B;030 99999991;Telefax;030 12345678;Festnetz",
            "C;;;030 99999992;Fax",
        ),
        (BOTH[0], BOTH[1], "invalid -"),
    ),
    Case(
        "numbers_known_to_be_wrong",
        lines("Name,Phone,Phone Valid", "A,0151 23456789,TRUE", "B,030 12345678,FALSE"),
        (BOTH[0], f"review {LANDLINE}"),
    ),
    Case(
        "ids_that_look_like_numbers",
        lines("Ref;Name", "0301234567;A", "0301234569;B"),
        verdict="reject",
        reason="no_phone_column",
    ),
    Case(
        "serial_numbers",
        lines("Was;Name", "0301234567;A", "0301234568;B"),
        verdict="reject",
        reason="no_phone_column",
    ),
    Case(
        "only_an_emergency_contact",
        lines("Name;Notfallkontakt", "A;0151 23456789"),
        verdict="reject",
        reason="no_phone_column",
    ),
    Case(
        "accounts_are_no_numbers",
        lines("Name;Account;Phone", "A;0301234567;", "B;0301234568;030 12345678"),
        ("invalid -", BOTH[1]),
    ),
    Case("contact_is_the_number", lines("Name;Kontakt", "A;0151 23456789", "B;030 12345678"), BOTH),
    Case(
        "countries",
        lines(
            "name,phone,Land",
            "A,0151 23456789,Deutschland",
            "B,044 668 18 00,Schweiz",
            "C,06 12 34 56 78,France",
            "D,212-456-7890,USA",
            "E,020 7946 0958,Vereinigtes Königreich",
            "F,0664 1234567,AUT",
            "G,030 12345678,",
        ),
        (
            BOTH[0],
            "ok +41446681800",
            "ok +33612345678",
            f"ok {AMERICAN}",
            f"ok {BRITISH}",
            "ok +436641234567",
            BOTH[1],
        ),
    ),
    Case(
        "unknown_country",
        lines("name,phone,country", "A,0151 23456789,Narnia", "B,+49 30 12345678,Narnia"),
        (f"review {MOBILE}", BOTH[1]),
    ),
    Case(
        "country_without_a_known_name",
        lines("name,phone,Woher", "A,0151 23456789,Deutschland", "B,044 668 18 00,Schweiz"),
        (BOTH[0], "ok +41446681800"),
    ),
    Case(
        "federal_states_are_no_countries",
        lines("name,phone,Bundesland", "A,0151 23456789,BE", "B,030 12345678,NI"),
        BOTH,
    ),
    Case(
        "first_number_is_none",
        lines("name,mobile,phone", "A,n/a,030 12345678", "B,12345,0151 23456789"),
        (BOTH[1], f"review {MOBILE}"),
    ),
    Case(
        "names_that_mean_nothing",
        lines("name,phone", "None,0151 23456789", "NA,030 12345678", f"null,{AMERICAN}"),
        (*BOTH, f"ok {AMERICAN}"),
    ),
    Case(
        "formulas",
        lines("name,phone", '"=HYPERLINK(""http://x"")",0151 23456789', "@SUM(A1),030 12345678"),
        BOTH,
    ),
    Case(
        "old_numbers",
        lines("name;Telefon alt;Telefon", "A;030 99999999;0151 23456789", "B;030 99999999;"),
        (BOTH[0], "invalid -"),
    ),
    Case(
        "alternative_number",
        lines("name,Alt. phone,Phone", "A,030 12345678,0151 23456789", "B,030 12345678,"),
        BOTH,
        phone=("Phone", "Alt. phone"),
    ),
    Case(
        "phone_column_is_empty", lines("name,Phone,Erreichbar", "A,,0151 23456789", "B,,030 12345678"), BOTH
    ),
    Case(
        "files_one_after_the_other",
        b"\xef\xbb\xbfname,phone\nA,0151 23456789\n\xef\xbb\xbfname,phone\nB,030 12345678\n",
        (BOTH[0], "malformed *", BOTH[1]),
        "warn",
        "repeated_header",
    ),
]

ABROAD = [
    Case(
        "an_american_list_taken_for_german",
        lines("First Name,State,Phone", "A,NY,2124567890", "B,CA,4154567890", "C,MD,3012345678.0"),
        ("review +492124567890", "review +494154567890", "review *"),
    ),
    Case(
        "a_british_list_taken_for_german",
        lines(
            "Name,Phone",
            "A,020 7946 0958",
            "B,07911 123456",
            "C,07911123457",
            "D,0161 496 0000",
            "E,+44 7911 123458",
        ),
        ("invalid -", "review *", "review *", "invalid -", "ok +447911123458"),
    ),
    Case(
        "a_french_list_taken_for_german",
        lines("Nom;Téléphone", "A;01 42 68 53 00", "B;0612345678", "C;06.12.34.56.79"),
        ("invalid -", "review *", "review *"),
    ),
    Case(
        "a_german_list_taken_for_american",
        lines("Vorname;Telefon", "A;0151 23456789", "B;030 12345678", "C;15123456789", "D;3012345678"),
        ("invalid -", "invalid -", "review +15123456789", "review +13012345678"),
        region="US",
    ),
    Case(
        "a_german_list_with_bad_numbers",
        lines("Name;Telefon", "A;0151 23456789", "B;0151 234", "C;0151 2345", "D;030 12345678"),
        (BOTH[0], "invalid -", "invalid -", BOTH[1]),
    ),
    Case(
        "a_german_column_without_zeros",
        lines("Name;Telefon", "A;3012345678", "B;15123456789", "C;8912345678"),
        (f"repaired {LANDLINE}", f"repaired {MOBILE}", "repaired +498912345678"),
    ),
]

FILES = [*ENCODINGS, *SEPARATORS, *QUOTES, *ROWS, *REFUSED, *COLUMNS, *ABROAD]
