"""Columns that may say no, one case a kind: what their names and cells mean for each row, with nobody asked yet."""

from __future__ import annotations

from tests.services.contact_file.corpus import Case, marked


def _says(header: str, **verdicts: str) -> Case:
    """`verdicts` gives for each verdict the cells with it, separated by bars."""
    rows = [(cell, verdict) for verdict, cells in verdicts.items() for cell in cells.split("|")]
    return marked(f"column {header}", header, rows)


CRM_LABELS = [
    _says("Telefonanrufe nicht zulassen", ok="Zulassen|Nein|", blocked="Nicht zulassen|Ja"),
    _says("Ne pas autoriser les appels téléphoniques", ok="Autoriser|Non", blocked="Ne pas autoriser|Oui"),
    _says("Phone", ok="Allow", blocked="Do Not Allow"),
    _says("Anrufe", ok="Zulassen", blocked="Nicht zulassen"),
    _says("HasOptedOutSolicit", ok="false|0", blocked="true|1"),
    _says("Should Forget", ok="false", blocked="true"),
    _says("Akquisesperre", ok="nein|", blocked="ja|X"),
    _says("Löschvormerkung", ok="", blocked="X"),
    _says("Freigabe Telefon", ok="erteilt|ja", blocked="nicht erteilt|nein|"),
    _says("Liefersperre", ok="ja|nein"),
    _says("Lead Status", ok="Open - Not Contacted|Working - Contacted", blocked="Do Not Call"),
    _says("Do Not Trade", ok="0", review="1"),
    _says("Contact is in Trash", ok="0", review="1"),
    _says("Deaktiviert", ok="", review="2023-01-01"),
    _says("LOEVM", ok="", review="X"),
    _says("Werbung Telefon", ok="ja", blocked="nein"),
    _says("status", ok="NEW|NA", blocked="DNC", review="DC"),
    _says("Contact unworked", ok="true|false"),
    _says("(Do Not Modify) Contact", ok="1f2e|1f2f"),
]
QUESTIONS_TO_A_PERSON = [
    _says("Would you like to be called?", ok="Yes", blocked="No"),
    _says("Would you prefer not to be called?", ok="No", blocked="Yes"),
    _says("Do you object to being called?", ok="No", blocked="Yes"),
    _says("Möchten Sie angerufen werden?", ok="Ja", blocked="Nein|"),
    _says("Wünschen Sie keinen Anruf?", ok="Nein", blocked="Ja"),
    _says("Souhaitez-vous être appelé ?", ok="Oui", blocked="Non"),
    _says("Rückruf erwünscht", ok="ja", review="nein"),
]
REGISTERS = [
    _says("TPS", ok="N|No||Clear|Not registered", blocked="Y|Registered|Listed"),
    _says("CTPS Registered", ok="No", blocked="Yes"),
    _says("Bloctel", ok="NON|", blocked="OUI"),
    _says("Sterneintrag", ok="nein", blocked="ja"),
    _says("DNC Scrub Result", ok="Clean", blocked="National DNC|Litigator"),
    _says("Call Status", ok="NA|B|SALE", blocked="DNC|DNCL", review="DC|AFAX"),
    _says("TCPA Litigator", ok="No", blocked="Yes"),
    _says("Bitte rufen Sie mich nicht an", ok="nein", blocked="ja"),
    _says("Contact status", ok="Active", review="Deceased"),
    _says("Erlaubnis gültig bis", ok="01.01.2199", blocked="31.12.2019"),
    _says("Gruppe", ok="Kunden", review="Werbeverweigerer"),
    _says("TPS checked", ok="01.02.2024|", review="Yes|No"),
    _says("Robinson-Abgleich am", ok="01.02.2024|"),
    _says("Bloctel vérifié le", ok="01/02/2024|"),
    _says("Last DNC scrub", ok="2024-02-01 10:00|"),
]
LEGAL_BASES = [
    _says(
        "Lawful Basis",
        ok="legitimate_interest|Consent|^contract^",
        blocked="withdrawn|^withdrawn^|Objected",
        review="something|",
    ),
    _says("Rechtsgrundlage", ok="Berechtigtes Interesse", blocked="Widerrufen", review="Sonstiges"),
    _says("Consent status", ok="Obtained", blocked="Pending|Blocked|Waiting"),
    _says("Date Lawful Basis Reviewed", ok="01.01.2024|"),
    _says("Lawful Basis Source", ok="Web form"),
]
ENDS = [
    _says(
        "Einwilligung gültig bis", ok="01.01.2199|unbefristet", blocked="01.01.2020|12/2020", review="|bald"
    ),
    _says("Consent expiry date", ok="2199-01-01", blocked="2020-01-01T00:00:00"),
    _says("Consentement valable jusqu'au", ok="31/12/2199", blocked="31/12/2020"),
]
STATUSES = [
    _says(
        "Status",
        ok="Neu|Kunde",
        blocked="Keine Einwilligung|Do not contact",
        review="Widerruf|Verstorben|Gesperrt",
    ),
    _says(
        "Disposition",
        ok="No Answer|Not interested",
        blocked="Asked to be removed",
        review="Legal threat|Passed away|Complaint|Wrong number",
    ),
    _says("Ergebnis", ok="nicht erreicht|kein Interesse", review="droht mit Anwalt|Beschwerde"),
    _says("Résultat", ok="absent|pas intéressé", review="décédé|demande de retrait|menace juridique"),
    _says("List", ok="Newsletter 2024", blocked="Suppression list", review="DNC 2024|Customers, Suppression"),
    _says("Liste", ok="Messe 2024", review="Sperrliste|Robinson"),
    _says("Marketing status", ok="Subscribed", blocked="Unsubscribed|No consent"),
]
PEOPLE = [
    _says("Deceased", ok="No|", blocked="Yes"),
    _says("Date of death", ok="", blocked="01.01.2024"),
    _says("Décédé", ok="Non", blocked="Oui"),
    _says("Minderjährig", ok="nein|", review="ja"),
    _says("Alter", ok="45|", review="17"),
    _says("Date of birth", ok="1975-05-05|", review="2020-05-05"),
    _says("Beschwerde", ok="nein|", review="ja"),
    _says("Litigation", ok="No", review="Yes"),
    _says("UNSUB_TIME", ok="", blocked="2024-01-01 10:00:00"),
]
CHANNELS = [
    _says("Allowed channels", ok="Phone|Email, Phone|All", review="Email|SMS|"),
    _says("Kommunikationskanäle mit Einwilligung", ok="Telefon", review="E-Mail"),
]
NUMBER_FLAGS = [
    _says("phoneNumberIsInvalid", ok="0|", review="1"),
    _says("Wrong number", ok="no|", review="yes"),
    _says("Nummer ungültig", ok="nein", review="ja"),
    _says("Disconnected", ok="FALSE", review="TRUE"),
    _says("Is fax", ok="0", review="1"),
]
OTHER_LANGUAGES = [
    _says("No permitir llamadas telefónicas", ok="Permitir|No", blocked="No permitir|Sí"),
    _says("No llamar", review="Sí|No"),
    _says("Lista Robinson", ok="No", blocked="Sí"),
    _says("Fallecido", ok="No", review="Sí"),
    _says("Non consentire telefonate", ok="Consenti", blocked="Non consentire"),
    _says("Consenso telefonate", ok="Sì", review="No"),
    _says("Registro delle opposizioni", ok="No", review="Sì"),
    _says("Niet bellen", review="ja|nee|"),
    _says("Toestemming bellen", ok="ja", review="nee|"),
    _says("Nie dzwonić", review="tak|nie"),
    _says("Zgoda na kontakt telefoniczny", ok="tak", review="nie|"),
]
REMARKS = [
    _says(
        "Notizen",
        ok="ruft zurück",
        review="Anwalt eingeschaltet|bitte streichen|will nicht mehr belästigt werden",
    ),
    _says(
        "Notes",
        ok="Called on 1.2.",
        blocked="TPS registered",
        review="threatened legal action|Asked us never to ring again",
    ),
    _says("Remarque", ok="rappeler mardi", review="ne veut plus être dérangé|a porté plainte"),
    _says("Uwagi", ok="oddzwoni", review="nie dzwonić"),
]
COLUMNS = [
    *CRM_LABELS, *QUESTIONS_TO_A_PERSON, *REGISTERS, *LEGAL_BASES, *ENDS, *STATUSES, *PEOPLE, *CHANNELS, *NUMBER_FLAGS, *OTHER_LANGUAGES, *REMARKS,
]  # fmt: skip
