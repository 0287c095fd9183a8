"""Word stems of column names that may say no, by what they speak of and by language.

They are compared with folded names (`words.fold_header`). What is certain of a name is read by `mark_names`; these are
for the rest of it: a name that holds one of them is asked about rather than passed over.
"""

from __future__ import annotations

import re
from enum import Enum


class Speaks(Enum):
    """Subject of a column's name."""

    PERMISSION = "permission"  # a yes allows, most likely
    REFUSAL = "refusal"  # a yes forbids, most likely
    AGREEMENT = "agreement"  # of something: of calls, where the cells are yes and no
    LOCK = "lock"  # of something, in the same way
    CONTACT = "contact"  # the channel alone, in the same way
    AGE = "age"
    BIRTHDAY = "birthday"


# Anywhere in a name, whatever is in the cells.
PERMISSION = {
    "en": r"consent|permission|lawful|legal (?:bas[ie]s|ground)|legit(?:imate)? interest|processing (?:basis|ground)|basis (?:of|for) (?:processing|contact|call)|process my data|pewc|\bbe (?:called|contacted|phoned|rung)\b|"
    r"marketable|dialable|(?:marketing|subscri(?:ption|ber)) (?:contact )?stat|gdpr|privacy (?:consent|polic|ok|level)|\bopts?\b|\bopted\b|\boptin\b|tcpa|solicit(?:ation|ing|ed)?\b",
    "de": r"einwillig|einverst|zustimm|rechtsgrundlage|ds ?gvo|datenschutz|kontakterlaub|erlaubnis|freigabe|freigegeben|werbeerlaub|werbestat|marketing ?stat|verarbeitungsgrund|berechtigtes interesse|\bewe\b",
    "fr": r"consent|autoris|base (?:legale|juridique)|rgpd|opt ?in|donnees personnelles|interet legitime|statut marketing",
    "es": r"consentim|autoriza|permis[oa]|permit|rgpd|lopd|proteccion de datos|acepta|interes legitimo",
    "it": r"consens|consent|autorizz|permess|base giuridica|trattamento (?:dei )?dati|accett|interesse legittimo",
    "nl": r"toestem|toegestaan|toestaan|akkoord|grondslag|^avg$|\bavg (?:toestem|akkoord)|mag (?:gebeld|bellen|worden)|mogen (?:wij|we)\b|goedkeur|gerechtvaardigd",
    "pl": r"zgod|zezwol|zezwal|pozwol|upowazn|\brodo\b|podstawa prawna|akceptac|zgadza|uzasadniony interes",
}
REFUSAL = {
    "en": r"\bdnc\w?\b|\bndnc\b|\bc?tps\b|do not|don t|\bnever\b|suppress|black ?list|block ?list|\bbanned\b|unsub|opt(?:ed)? ?out|withdr|revo[ck]|"
    r"objected|objections?\b|object to|oppos(?:ed|ition)|complain|grievance|litig|lawsuit|legal (?:threat|hold|action|dispute|case|claim)|cease|"
    r"deceas|\bdead\b|death\b|\bdied\b|passed away|delet|erasure|erased?\b|right to be|forgotten|forget\b|under ?age|under ?1[0-8]\b|\bminors?\b|do ?not ?disturb|\bdnd\b|"
    r"refus|deactivat|prohibit|forbid|exclusion|excluded?\b|no ?call|no ?contact|no (?:tele)?phone|no tel\b|nophone|"
    r"reassigned|vulnerab|\brip\b|rtbf|mortalit|bereave|\bban\b|barred|cooling ?off|do ?not ?contact|not to be|removed (?:on|at|date|from)|removal date|date (?:of )?remov|\bdod\b|\blnnte\b|(?:scrub|wash|screen)(?:ed|ing)? (?:result|status|code|outcome|hit)",
    "de": r"sperr|verbot|untersag|widersp|widerruf|robinson|stern ?eintrag|rtr liste|ecg liste|abgemeld|abmelde|abbestell|deaktivier|loevm|xdele|austragung|ausgetrag|verweiger|ablehn|abgelehnt|unerwuensch|"
    r"beschwer|klage\b|abmahn|unterlass|rechtsstreit|verstorb|gestorb|todes|sterbe|loesch|minderjaehr|unter ?1[0-8]\b|ausschluss|ausgeschlossen|ausgesteuert|nicht mehr|blacklist|negativ ?liste|schwarze liste|kein (?:tel|telefon|anruf|kontakt)\b|keine (?:anruf|telefon|kontakt|werb)|"
    r"unter betreuung|gesetzliche[rn]? betreu",
    "fr": r"bloctel|liste (?:rouge|noire|d opposition)|\boppos(?:e|ition)|refus|desinscri|desabonn|retract|retire\b|interdi|bloqu|plainte|reclamation|contentieux|"
    r"mise en demeure|\bdeces\b|decede|desactiv|supprim|suppression|effac|oubli\b|mineur|moins de 1[0-8]\b|exclu[es]?\b|repoussoir|ne (?:pas|plus)|pas de (?:tel|appel|contact|demarch)|pacitel|liste orange|orange rouge|tutelle|curatelle|litige|"
    r"retrait|reti?rer\b|harcel|menace|abusi[fv]",
    "es": r"robinson|lista negra|\bno (?:llamar|contactar|molestar)|\bbaja\b|oposicion|opuesto|revoc|retirad|bloque|exclui|queja|reclamac|demanda|litigi|fallec|defunc|"
    r"muert|difunt|elimin|borrad|suprim|menor(?:es)? de edad|rechaz|prohib|\bno (?:telefon|desea|quiere|acepta|autoriza|publicidad)|supresion|denuncia|denegad|sin consent|olvido|acoso",
    "it": r"registro (?:pubblico|delle opp)|\brpo\b|lista nera|\bnon (?:chiamare|contattare|disturbare)|opposizion|revoc|ritirat|blocc|esclus|reclam|lamentel|contenzios|"
    r"decedut|decess|\bmort[oaei]?\b|defunt|cancellat|cancellaz|rimoss|rimozion|minorenn|rifiut|disiscri|vietat|\bnon (?:telefon|desidera|vuole|accetta|autorizza)|oblio|negat[oai]\b|nessun (?:consens|contatt)|denuncia|senza consenso|diffida",
    "nl": r"bel me niet|\bniet (?:bellen|benaderen|contacteren|storen)|zwarte lijst|bezwaar|ingetrokk|intrek|geblokk|blokk|uitgesl|klacht|overled|"
    r"verwijder|gewist|afmeld|minderjarig|afgemeld|uitgeschr|geweiger|weiger|verbod|verboden|niet meer|\bbmnr\b|verzet|geen (?:tel|bel|contact|reclame|toestem|akkoord|marketing)|infofilter|bewind|curatele|vergetel",
    "pl": r"\bnie (?:dzwon|kontakt|przeszkadz)|czarna lista|sprzeciw|wycof|odwol|blokad|zablok|wyklucz|skarg|zmarl|zgon|usunie|usun|niepelnolet|"
    r"wypisan|rezygnac|odmow|zakaz|nieletn|zapomnian|\bspor\b|sporn|brak (?:zgod|kontakt)|bez zgod|nie (?:wyraza|chce|zyczy|zgadza)",
}
# Only where the cells are yes and no: such names have many meanings.
AGREEMENT = {
    "en": r"allow|permit|accept|agree[sd]?\b|authori[sz]|approv|release|cleared|clearance|eligible|willing|compliant|whitelist|contactable|callable",
    "de": r"erlaub|zulaess|zulass|gestatt|akzept|genehm|bewillig|freischalt|bereit\b|werbung|volljaehr",
    "fr": r"accept|accord|permi[st]|agree|valid[ee]|majeur",
    "es": r"de acuerdo|conforme|mayor de edad",
    "it": r"accord|concess|maggiorenn",
    "nl": r"goedgekeurd|instemm|meerderjarig",
    "pl": r"zatwierdz|pelnolet",
}
LOCK = {
    "en": r"\block(?:ed)?\b|\bblock(?:ed)?\b|\bstop(?:ped)?\b|\bhold\b|register(?:ed)?\b|registry|removed?\b|removal|inactive|suspend|legal\b|quarantine|sanction|trash|restrict|attorney|lawyer",
    "de": r"\bstopp?\b|gemeldet|register\b|entfernt|\btot\b|inaktiv|stillgelegt|reklamation|juristisch|anwalt",
    "fr": r"registre|inscrit|arret\b|inactif|juridique|avocat",
    "es": r"registro|inscrito|inactivo|juridic|abogad",
    "it": r"iscritto|inattiv|giuridic|legale|avvocat",
    "nl": r"register\b|inactief|juridisch|advocaat",
    "pl": r"rejestr|nieaktywn|prawn|adwokat",
}
CONTACT = {
    "en": r"\bcall(?:s|ing)?\b|phone|\bcontact|\bring\b|\bdial\b|telemarketing|marketing|prospect",
    "de": r"anruf|angeruf|telefon|kontakt|ansprach|werb|akquise|akquisition",
    "fr": r"appel|telephon|demarch|prospection",
    "es": r"llam|telefon|contact|publicidad",
    "it": r"chiam|telefon|contatt|pubblicit",
    "nl": r"\bbellen\b|gebeld|telefo|reclame|benader",
    "pl": r"dzwon|telefon|rozmow|kontakt|reklam",
}
# In a cell of a status or a list's name; below such a word in the column's own name stands anything.
LABEL = {
    "en": r"remov|lawyer|attorney|solicitor|quarantine|sanction",
    "de": r"\btot\b|\btote\b|anwalt|anwaelt|abmeld|austrag|anrufstopp|kontaktstopp|werbestopp",
    "fr": r"avocat|huissier|oppose|retiree?s?\b|\bstop (?:appel|tel|demarch)",
    "es": r"abogad",
    "it": r"avvocat",
    "nl": r"advocaat",
    "pl": r"adwokat",
}
AGE = r"\b(?:age|alter|lebensalter|edad|eta|leeftijd|wiek)\b"
BIRTHDAY = r"birth ?(?:day|date)|date of birth|\bdob\b|geburts(?:tag|datum)|naissance|nacimiento|data di nascita|geboortedatum|data urodzenia"
# Names with the same words that tell other things: what is locked or deleted there is no person's willingness.
_OTHER_THINGS = re.compile(
    r"\b(?:liefer|mahn|zahlung|auftrag|buchung|einkauf|rechnung|kredit|konto|bestell|versand|layout|kalender|deliver|dunning|payment|order|invoice|credit|shipping|posting|"
    r"billing|purchas|street|address|adresse|strasse|commande|facture|livraison|paiement|pedido|factura|ordine|fattura|levering|betaling|zamowien|faktur|"
    r"do not modify|nicht aendern|ne pas modifier|unworked|privacy (?:url|link)|microphone|recorded|recording|aufzeichnung|aufgezeichnet|mobilitaet)"
)
# What was done, when, by whom and how, is no permission.
_TELLS_OTHER = re.compile(
    r"\b(?:last|letzt\w*|dernier\w*|next|naechst\w*|first|erst\w*|date|datum|time|zeit\w*|count|anzahl|number of|no of|nr|id|ids|owner|besitzer\w*|results?|ergebnis\w*|"
    r"outcome|type|typ|art|name|source|quelle|origin|attempts?|versuche?|called|contacted|kontaktiert|reached|erreicht|answered|connected|verified|verifiziert|primary|"
    r"language|sprache|duration|dauer|provider|carrier|callback|rueckruf\w*|rappel|center|centre|campaign|kampagne\w*|script|agent|partner\w*|person\w*|title|role|country|"
    r"land|stage|phase|group|gruppe|segment|whatsapp|main|haupt\w*|score|priority|prioritaet|day|tag|hours?|stunde\w*|qualified|qualifi\w*|new|neu\w*|is customer|hot|warm|status)\b|"
    r"telefontyp|kontaktart|anrufergebnis|kontaktquelle|kontakttyp|anrufdatum|kontaktdatum"
)
_CHECKED = re.compile(
    r"\b(?:check(?:ed)?|checks|screen(?:ed|ing)?|scrub(?:bed)?|wash(?:ed)?|cleans(?:ed|ing)|verified|validated|matched|compared|updated?|refresh(?:ed)?|reviewed|loaded|as of|"
    r"geprueft|pruefung|pruefdatum|abgleich|abgeglichen|abgleichsdatum|stand|aktualisiert|verifiziert|kontrolliert|ueberprueft|ueberpruefung|verifie|verification|controle|controlee?|mise? a jour|passage|filtrage|filtre|"
    r"verificado|comprobado|verificat[oa]|controllat[oa]|aggiornat[oa]|gecontroleerd|gecheckt|controle ?datum|sprawdzon[oey]|weryfikac\w*)\b|abgleich|pruef(?:ung|datum)|checkdatum"
)
_OUTCOME = re.compile(
    r"\b(?:results?|status|outcome|ergebnis\w*|resultat|hit|treffer|answer|antwort|resultado|risultato|wynik)\b"
)
_OPT = re.compile(r"\btcpa (?:flag|list|hit|risk)\b|\bopts?\b(?! (?:in|out|ins|outs)\b)")
_UNTIL = re.compile(
    r"\b(?:until|till|thru|through|expir\w*|valid to|end|ends|ending|bis|ablauf\w*|laeuft ab|renew\w*|laps\w*|elapse\w*|erneuer\w*|renouvel\w*|rinnov\w*|renov\w*|ende|endet|enddatum|gueltig\w*|jusqu\w*|fin|echeance|expire\w*|hasta|caduc\w*|vence|vencimiento|fino al?|"
    r"scad\w*|tot|vervalt|vervaldatum|geldig\w*|do|wygasa|waznosc\w*|wazn[ae])\b|ablaufdatum|enddatum|gueltigkeit|expiry|expiration|einwilligungsende"
)


_REFUSAL = re.compile("|".join(REFUSAL.values()))
_PERMISSION = re.compile("|".join(PERMISSION.values()))
_LOCK = re.compile("|".join(LOCK.values()))
_AGREEMENT = re.compile("|".join(AGREEMENT.values()))
_CONTACT = re.compile("|".join(CONTACT.values()))
_BIRTHDAY, _AGE = re.compile(BIRTHDAY), re.compile(AGE)
_LABEL = re.compile("|".join(LABEL.values()))
# Consent that is missing, in a cell: `No permission`, `ohne Freigabe`, `Einwilligung fehlt`. Looked for near each word of a
# permission, and not in one pattern with it, which would read long texts again and again.
_LACKING = re.compile(
    r"\b(?:no|not|non|nicht|kein\w*|ohne|without|sans|sin|senza|zonder|geen|bez|brak|pas|lack\w*|fehl\w*|missing)\b"
)
_GONE = re.compile(
    r"\b(?:no|none|nein|missing|fehl\w*|expired|abgelaufen|denied|declined|lapsed|open|offen|ausstehend|pending|negat\w*|denegad\w*)\b"
)
_NEAR = 32  # characters: twenty between the two words, and the word itself
_BY_SUBJECT = {
    Speaks.REFUSAL: _REFUSAL,
    Speaks.PERMISSION: _PERMISSION,
    Speaks.LOCK: _LOCK,
    Speaks.AGREEMENT: _AGREEMENT,
    Speaks.CONTACT: _CONTACT,
    Speaks.BIRTHDAY: _BIRTHDAY,
    Speaks.AGE: _AGE,
}


def subjects(folded: str) -> frozenset[Speaks]:
    """What a name speaks of, as far as it can mean that somebody must not be called."""
    if _OTHER_THINGS.search(folded):
        return frozenset()
    found = {subject for subject, pattern in _BY_SUBJECT.items() if pattern.search(folded)}
    if _TELLS_OTHER.search(folded):
        found -= {Speaks.CONTACT, Speaks.LOCK, Speaks.AGREEMENT}
    return frozenset(found)


def refuses(folded: str) -> bool:
    """Whether a name speaks of a refusal, or of another reason not to call."""
    return bool(_REFUSAL.search(folded))


def may_say_no(folded: str) -> bool:
    """Whether a label (a status, a list's name) may mean that nobody below it is called."""
    return bool(_REFUSAL.search(folded) or _LABEL.search(folded) or _lacks_permission(folded))


def _lacks_permission(folded: str) -> bool:
    """Whether words near one of a permission say that there is none."""
    return any(
        _LACKING.search(folded, max(0, found.start() - _NEAR), found.start())
        or _GONE.search(folded, found.end(), found.end() + _NEAR)
        for found in _PERMISSION.finditer(folded)
    )


def tells_when_checked(folded: str) -> bool:
    """Whether a name speaks of a check of a list: a date below it says when, and nothing of the person."""
    return bool(_CHECKED.search(folded)) and not _OUTCOME.search(folded)


def points_nowhere(folded: str) -> bool:
    """Whether a name says that something was chosen, and not what: `Opt`."""
    return bool(_OPT.search(folded))


def tells_when_it_ends(folded: str) -> bool:
    """Whether a date below the name is the end of what the name speaks of."""
    return bool(_UNTIL.search(folded))
