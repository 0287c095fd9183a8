"""Whole exports of the programs that keep contacts, as their columns are named."""

from __future__ import annotations

from tests.services.contact_file.corpus import AMERICAN, LANDLINE, MOBILE, Case, lines

BOTH = (f"ok {MOBILE}", f"ok {LANDLINE}")

EXPORTS = [
    Case(
        "outlook",
        lines(
            "First Name,Last Name,Business Fax,Business Phone,Mobile Phone,Pager,Assistant's Phone",
            "A,B,030 99999999,030 12345678,0151 23456789,,030 7777777",
            "C,D,030 99999999,,,,030 7777777",
        ),
        (BOTH[0], "invalid -"),
        phone=("Mobile Phone", "Business Phone"),
    ),
    Case(
        "outlook_german",
        lines(
            "Vorname;Telefon geschäftlich;Fax geschäftlich;Telefon privat;Mobiltelefon",
            "A;030 12345678;030 99999999;;",
            "B;;030 99999999;;0151 23456789",
            encoding="cp1252",
        ),
        BOTH[::-1],
        phone=("Mobiltelefon", "Telefon geschäftlich", "Telefon privat"),
    ),
    Case(
        "google",
        lines(
            "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value",
            "A,Work Fax,030 99999999,Mobile,0151 23456789",
            "B,Mobile,0171 1234567 ::: 0171 1234568,,",
        ),
        (BOTH[0], "review +491711234567"),
    ),
    Case(
        "salesforce",
        lines(
            "Contact ID,First Name,Mailing Country,Phone,Fax,Do Not Call,Email Opt Out",
            "0035g00000ABCDEAA1,A,Germany,0151 23456789,030 99999999,0,1",
            "0035g00000ABCDEAA2,B,United States,(212) 456-7890,,1,0",
        ),
        (BOTH[0], f"blocked {AMERICAN}"),
    ),
    Case(
        "hubspot",
        lines(
            "Record ID,First Name,Phone Number,Mobile Phone Number,Number of times contacted,Unsubscribed from all email",
            "151234567801,A,030 12345678,,3,true",
        ),
        BOTH[1:],
        phone=("Mobile Phone Number", "Phone Number"),
    ),
    Case(
        "pipedrive",
        lines(
            "Person - Name,Person - Phone - Work,Person - Phone - Mobile,Person - ID",
            "A,030 12345678,0151 23456789,49301234567",
        ),
        BOTH[:1],
    ),
    Case(
        "outlook_whole_german",
        lines(
            "Vorname;Nachname;Fax geschäftlich;Telefon geschäftlich;Telefon Assistent;Rückmeldung;Fax privat;ISDN;Mobiltelefon;"
            "Weiteres Fax;Pager;Funkgerät;Hörbehindertentelefon/Texttelefon;Telex;Konto",
            "A;B;030 2222221;030 12345678;030 1111112;030 7777771;030 3333331;030 4444441;0151 23456789;"
            "030 1212121;030 9999991;030 1313131;030 6666661;030 6666662;0301234567",
            "A;B;030 2222221;;030 1111112;030 7777771;030 3333331;030 4444441;;"
            "030 1212121;030 9999991;030 1313131;030 6666661;030 6666662;0301234567",
            encoding="cp1252",
        ),
        (BOTH[0], "invalid -"),
        phone=("Mobiltelefon", "Telefon geschäftlich"),
    ),
    Case(
        "outlook_whole_french",
        lines(
            "Prénom;Nom;Télécopie (bureau);Téléphone (bureau);Tél. mobile;Récepteur de radiomessagerie;Téléphone de l'assistant;Rappel;Radiotéléphone",
            "A;B;01 42 68 53 99;01 42 68 53 00;;01 42 68 53 97;01 42 68 53 96;01 42 68 53 95;01 42 68 53 94",
            "A;B;01 42 68 53 99;;;01 42 68 53 97;01 42 68 53 96;01 42 68 53 95;01 42 68 53 94",
            encoding="cp1252",
        ),
        ("ok +33142685300", "invalid -"),
        region="FR",
    ),
    Case(
        "zoho",
        lines(
            "Record Id,First Name,Phone,Mobile,Fax,Asst Phone,Email Opt Out,Fax Opt Out",
            "zcrm_1,A,,0151 23456789,030 9999991,030 8888881,true,true",
            "zcrm_2,B,,,030 9999991,030 8888881,true,true",
        ),
        (BOTH[0], "invalid -"),
    ),
    Case(
        "dynamics",
        lines(
            "(Do Not Modify) Contact,Full Name,Business Phone,Do not allow Phone Calls,Do not allow Emails",
            "1f2e,A B,0151 23456789,Do Not Allow,Allow",
            "1f2f,C D,030 12345678,Allow,Do Not Allow",
        ),
        (f"blocked {MOBILE}", BOTH[1]),
    ),
    Case(
        "trade_fair_scanner",
        lines(
            "Scan-ID;Zeitstempel;Ticketnr.;Vorname;Nachname;Tel;Handy;Land;Einwilligung Kontaktaufnahme;Bewertung",
            "100023456789;01.02.2026 10:00;0301234567;A;B;;0151 23456789;Deutschland;Ja;A",
            "100023456780;01.02.2026 10:05;0301234568;C;D;030 12345678;;Deutschland;Nein;B",
        ),
        (BOTH[0], f"blocked {LANDLINE}"),
        phone=("Handy", "Tel"),
    ),
    Case(
        "french_customers",
        lines(
            "Civilité;Prénom;Nom;Tél fixe;Portable;Fax;Pays;Ne pas appeler;Accord RGPD",
            "M.;A;B;01 42 68 53 00;06 12 34 56 78;01 42 68 53 99;France;non;oui",
            "M.;A;B;01 42 68 53 01;;;France;oui;oui",
            "M.;A;B;01 42 68 53 02;;;France;;non",
        ),
        ("ok +33612345678", "blocked +33142685301", "blocked +33142685302"),
        region="FR",
    ),
]
