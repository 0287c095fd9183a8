"""Do-not-call and consent in all their forms: columns of marks, remarks, tags, words in cells, broken rows."""

from __future__ import annotations

from tests.services.contact_file.corpus import AMERICAN, LANDLINE, MOBILE, Case, lines, marked

BOTH = (f"ok {MOBILE}", f"ok {LANDLINE}")

MARKS = [
    marked(
        "do_not_call",
        "Nicht anrufen",
        [
            (mark, "blocked")
            for mark in (
                "JA",
                " ja ",
                "✓",
                "x",
                "1",
                "1.0",
                "wahr",
                "oui",
                "STOP",
                "gesperrt",
                "DNC",
                "unsubscribed",
                "01.02.2026",
                "kein Anruf",
                "Ne pas appeler",
            )
        ],
    ),
    marked(
        "may_be_called",
        "DNC",
        [(mark, "ok") for mark in ("nein", "No", "falsch", "non", "0", "0,0", "", "-", "FALSE", "N")],
    ),
    marked(
        "unclear_marks",
        "Opt-Out",
        [(mark, "review") for mark in ("?", "vielleicht", "n/a", "siehe Notiz", "teilweise")],
    ),
    marked(
        "consent",
        "Einwilligung Telefon",
        [
            ("ja", "ok"),
            ("erteilt", "ok"),
            ("01.02.2024", "ok"),
            ("nein", "blocked"),
            ("", "blocked"),
            ("widerrufen", "blocked"),
            ("-", "blocked"),
            ("?", "review"),
            ("ja, per Mail", "review"),
        ],
    ),
    marked("consent_in_words", "Darf angerufen werden?", [("ja", "ok"), ("nein", "blocked")]),
    marked("mail_marks_are_no_call_marks", "Newsletter Opt-out", [("ja", "ok"), ("nein", "ok")]),
    marked(
        "notes",
        "Notizen",
        [
            ("bitte nicht mehr anrufen", "blocked"),
            ("möchte nicht mehr angerufen werden", "review"),
            ("Please do not call before 10", "review"),
            ("ne plus appeler SVP", "review"),
            ("Rückruf ab 14 Uhr", "ok"),
            ("verstorben", "review"),
        ],
    ),
    *(
        marked(f"remarks_{language}", header, [(remark, "review") for remark in remarks.split("|")])
        for language, header, remarks in (
            (
                "de",
                "Bemerkung",
                "nie mehr melden|Telefonverbot|lehnt Telefonate ab|Kontakt nur über Anwalt|möchte gelöscht werden|gesetzlich betreut|"
                "nicht mehr im Unternehmen|Nummer gehört jemand anderem|Recht auf Vergessenwerden",
            ),
            (
                "en",
                "Notes",
                "said never again|wants to be deleted|prefers email|vulnerable customer|number belongs to someone else|wrong person|"
                "not at this number|no longer works here|left the company",
            ),
            (
                "fr",
                "Commentaire",
                "mort en 2022|sous tutelle|droit à l'oubli|stop appels|préfère par mail|numéro plus attribué|plus en fonction|ne travaille plus ici",
            ),
            (
                "es",
                "Comentarios",
                "solo por correo|borrar sus datos|número equivocado|ya no trabaja aquí|menor de edad",
            ),
            (
                "it",
                "Commenti",
                "solo via mail|cancellare i dati|numero sbagliato|non lavora più qui|diritto all'oblio",
            ),
            (
                "nl",
                "Opmerking",
                "alleen per mail|gegevens wissen|verkeerd nummer|werkt hier niet meer|minderjarig",
            ),
            ("pl", "Uwagi", "tylko mail|usunąć dane|zły numer|już nie pracuje|niepełnoletni"),
            ("signs", "Notiz", "📵|🚫📞|❌|⛔ nicht"),
        )
    ),
    marked(
        "remarks_that_forbid_nothing",
        "Notes",
        [
            (remark, "ok")
            for remark in (
                "calls back on Monday",
                "ruft gern zurück",
                "bitte am Montag anrufen",
                "à rappeler lundi",
                "llamar el lunes",
            )
        ],
    ),
    marked(
        "remarks_of_people_who_are_not_to_be_reached",
        "Bemerkung",
        [
            (remark, "review")
            for remark in (
                "in Insolvenz",
                "Konkurs angemeldet",
                "went bankrupt",
                "liquidation judiciaire",
                "verzogen, unbekannt",
                "has moved",
                "parti sans laisser d'adresse",
                "Mahnsperre",
                "Kontosperrung",
                "account blocked",
                "Inkasso läuft",
                "Erben",
                "estate of John Berg",
                "gerichtlich bestellter Vormund",
                "power of attorney",
                "Firma erloschen",
                "out of business",
                "cessation d'activité",
                "liegt im Koma",
                "Hausverbot",
                "unter keinen Umständen anrufen",
            )
        ],
    ),
    marked("heirs_in_a_title", "Titel", [("Erben nach", "review"), ("Dr.", "ok")]),
    Case(
        "heirs_in_a_name",
        lines(
            "name;phone",
            "Erben von Karl Berg;0151 23456701",
            "Erbengemeinschaft Berg;0151 23456702",
            "† Karl Berg;0151 23456703",
            "Nachlass Berg;0151 23456704",
            "Berg, Karl - Erben;0151 23456705",
            "Real Estate of Berlin;0151 23456706",
            "Werben von Kunden GmbH;0151 23456707",
            "Karl Erben;0151 23456708",
        ),
        (
            *(f"review +491512345670{at}" for at in range(1, 6)),
            *(f"ok +491512345670{at}" for at in (6, 7, 8)),
        ),
    ),
    marked(
        "letters_spread_with_blanks",
        "Info",
        [
            ("n i c h t  a n r u f e n", "blocked"),
            ("D O  N O T  C A L L", "blocked"),
            ("D. N. C.", "blocked"),
            ("Kunde: bitte n i c h t mehr a n r u f e n", "review"),
            ("A n g e b o t", "ok"),
            ("J. R. R. Berg", "ok"),
        ],
    ),
    marked(
        "a_code_nobody_knows_among_a_dialers",
        "Call code",
        [("XQ7", "review"), ("SALE", "ok"), ("NI", "ok"), ("DNC", "blocked"), ("Interested", "ok")],
    ),
    marked("a_lone_code_of_a_dialer", "Dial code", [("BLUB", "review")]),
    marked(
        "care_by_law",
        "Betreuung",
        [("gesetzlich betreut", "review"), ("gesetzlich", "review"), ("ja", "review"), ("nein", "ok")],
    ),
    marked("care_of_customers", "Betreuung", [("Frau Meier", "ok"), ("Herr Berg", "ok")]),
    marked("codes_of_nobody_knows_what", "Anrufcode", [("9", "review"), ("1", "review")]),
    marked("codes_of_contacts", "Kontaktkennzeichen", [("A", "review"), ("X2", "review")]),
    marked("codes_of_other_things", "Kundenkennzeichen", [("A", "ok"), ("B", "ok")]),
    marked("status", "Status", [("Do not call", "blocked"), ("Kunde", "ok"), ("gesperrt", "review")]),
    Case(
        "two_marks",
        lines("name,phone,DNC,Opt-In", "A,0151 23456789,no,yes", "B,030 12345678,no,no"),
        (BOTH[0], f"blocked {LANDLINE}"),
    ),
    Case(
        "mark_on_another_row",
        lines("name,phone,do_not_call", "A,0151 23456789,", "B,+49 151 23456789,yes", "C,030 12345678,"),
        (f"blocked {MOBILE}", f"blocked {MOBILE}", BOTH[1]),
    ),
    Case(
        "mark_on_a_second_number",
        lines("name,phone,phone 2,dnc", "A,0151 23456789,,", "B,030 12345678,0151 23456789,yes"),
        (f"blocked {MOBILE}", f"blocked {LANDLINE}"),
    ),
    Case(
        "mark_in_a_broken_row",
        lines("name,company,phone,DNC", "A,Acme, Inc.,0151 23456789,yes", "B,Acme,+49 151 23456789,no"),
        ("malformed *", f"blocked {MOBILE}"),
        "warn",
        "ragged",
    ),
    Case(
        "mark_in_the_cell",
        lines("name,phone", "A,0151 23456789 (nicht anrufen)", "B,0151 23456789"),
        (f"blocked {MOBILE}", f"blocked {MOBILE}"),
    ),
    Case(
        "unclear_mark_elsewhere",
        lines("name,phone,DNC", "A,0151 23456789,?", "B,0151 23456789,"),
        (f"review {MOBILE}", f"duplicate {MOBILE}"),
    ),
    marked(
        "do_not_call_with_words_behind",
        "Nicht anrufen",
        [
            ("ja (Brief vom 3.2.)", "blocked"),
            ("Yes - by letter", "blocked"),
            ("Telefon", "blocked"),
            ("Do Not Allow", "blocked"),
            ("Allow", "ok"),
            ("ja/nein", "review"),
            ("E-Mail", "review"),
            ("nein, darf angerufen werden", "review"),
            ("2", "review"),
        ],
    ),
    marked(
        "consent_with_words_behind",
        "Consent",
        [
            ("widerrufen am 01.02.2024", "blocked"),
            ("Nein, nur E-Mail", "blocked"),
            ("pending", "blocked"),
            ("liegt nicht vor", "blocked"),
            ("Telefon, E-Mail", "ok"),
            ("E-Mail", "review"),
            ("ja, nur E-Mail", "review"),
        ],
    ),
    marked(
        "keys_and_tags",
        "Tags",
        [
            ("do-not-call", "blocked"),
            ("DO_NOT_CALL", "blocked"),
            ("donotcall", "blocked"),
            ("#dnc", "blocked"),
            ("vip, nicht_anrufen", "review"),
            ("blacklist", "blocked"),
            ("STOP", "review"),
            ("gdpr-delete", "review"),
            ("vip", "ok"),
        ],
    ),
    marked(
        "remarks",
        "Bemerkung",
        [
            ("kein Kontakt gewünscht", "review"),
            ("hat sich beschwert", "review"),
            ("does not want to be called", "review"),
            ("ne souhaite plus être appelé", "review"),
            ("bitte aus der Liste löschen", "review"),
            ("nur per E-Mail", "review"),
            ("falsche Nummer", "review"),
            ("wrong number", "review"),
            ("Nicht vor 10 Uhr anrufen", "review"),
            ("nicht erreicht", "ok"),
            ("no answer", "ok"),
            ("bitte anrufen", "ok"),
            ("Letzter Kontakt: nie", "ok"),
        ],
    ),
    marked("channel_alone", "Phone Calls", [("Do Not Allow", "blocked"), ("Allow", "ok")]),
    marked("channel_alone_in_german", "Telefonische Ansprache", [("ja", "ok"), ("nein", "blocked")]),
    marked("calls_counted", "Calls", [("0", "ok"), ("1", "ok"), ("7", "ok")]),
    Case(
        "words_about_other_channels",
        lines(
            "name,phone,E-Mail-Status,Status",
            "A,0151 23456789,unsubscribed,",
            "B,030 12345678,do not call,",
            "C,0171 1234567,,unsubscribed",
        ),
        (BOTH[0], f"blocked {LANDLINE}", "blocked +491711234567"),
    ),
    Case(
        "words_in_names_mean_nothing",
        lines("name,company,phone", "A,Blacklist Records,0151 23456789", "B,Stop & Shop,030 12345678"),
        BOTH,
    ),
    Case(
        "where_consent_was_given_says_nothing",
        lines("name,phone,consent,consent source", "A,0151 23456789,yes,web form", "B,030 12345678,no,"),
        (BOTH[0], f"blocked {LANDLINE}"),
    ),
    Case(
        "mark_on_two_numbers",
        lines("name,phone,dnc", "A,030 12345678,", "B,0151 23456789 / 030 12345678,x", "C,+49 151 23456789,"),
        (f"blocked {LANDLINE}", f"blocked {MOBILE}", f"blocked {MOBILE}"),
    ),
    Case(
        "unclear_mark_on_two_numbers",
        lines("name,phone,dnc", "A,030 12345678,", "B,0151 23456789 / 030 12345678,?"),
        (f"review {LANDLINE}", f"review {MOBILE}"),
    ),
    Case(
        "mark_on_digits_with_another_reading",
        lines(
            "name,phone,dnc", "A,(212) 456-7890,x", "B,+1 212 456 7890,", "C,3O 12345678,x", "D,030 12345678,"
        ),
        ("blocked -", f"blocked {AMERICAN}", f"blocked {LANDLINE}", f"blocked {LANDLINE}"),
    ),
    Case(
        "mark_on_what_is_no_number",
        lines("name,phone,dnc", *(f"A,{cell},x" for cell in ("0000000000", "n/a", "+", "4.9E+12", "1"))),
        ("blocked -",) * 5,
    ),
    Case(
        "no_consent_in_a_broken_row",
        lines(
            "name,phone,consent,note",
            "A,0151 23456789,ja,a,b",
            "B,0151 23456789,ja,x",
            "C,030 12345678,nein,y,z",
            "D,030 12345678,ja,y",
        ),
        ("malformed *", BOTH[0], "malformed *", f"blocked {LANDLINE}"),
        "warn",
        "ragged",
    ),
]
