"""Fields of a person, and the exact English, German and French names columns have for them."""

from __future__ import annotations

from enum import StrEnum

from services.contact_file.vocabulary.words import fold_header


class Field(StrEnum):
    """Field of a person that a column can hold."""

    PHONE = "phone"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    COMPANY = "company"
    JOB_TITLE = "job_title"
    COUNTRY = "country"
    TIMEZONE = "timezone"
    TAGS = "tags"
    NOTES = "notes"
    DO_NOT_CALL = "do_not_call"
    CONSENT = "consent"
    COUNTRY_CODE = "country_code"
    AREA_CODE = "area_code"
    EXTENSION = "extension"
    PHONE_TYPE = "phone_type"
    CONTACT_ID = "contact_id"
    REASON = "reason"


def _names(text: str) -> frozenset[str]:
    return frozenset(fold_header(name) for name in text.split("|"))


ALIASES: dict[Field, frozenset[str]] = {
    Field.FIRST_NAME: _names(
        "first name|firstname|given name|givenname|forename|first|vorname|vornamen|rufname|prénom|prenom|prénoms|nombre|voornaam"
    ),
    Field.LAST_NAME: _names(
        "last name|lastname|surname|family name|second name|last|nachname|familienname|zuname|nom|nom de famille|apellido|apellidos|achternaam"
    ),
    Field.FULL_NAME: _names(
        "name|full name|fullname|contact name|contact|contact person|person|person name|display name|customer name|lead name|attendee|"
        "participant|vollständiger name|vor- und nachname|vorname nachname|vorname und nachname|name vorname|nachname vorname|"
        "kontakt|kontaktname|ansprechpartner|ansprechpartnerin|ansprechperson|kontaktperson|kundenname|teilnehmer|teilnehmername|"
        "anzeigename|nom complet|nom et prénom|nom prénom|prénom nom|interlocuteur|personne de contact|who"
    ),
    Field.EMAIL: _names(
        "email|e-mail|mail|email address|e-mail address|e-mail-adresse|emailadresse|mailadresse|e-mail 1 value|email 1|e-mail 1|"
        "primary email|work email|business email|e-mail geschäftlich|e-mail dienstlich|adresse e-mail|adresse email|courriel|adresse électronique|"
        "email work|e-mail-address|person - email - work|email 1 value|e mail 1"
    ),
    Field.COMPANY: _names(
        "company|company name|organization|organisation|organization name|organisation name|organization 1 name|account|account name|"
        "employer|business name|associated company|person - organization|firma|firmenname|unternehmen|unternehmensname|organisation 1 name|betrieb|"
        "société|entreprise|raison sociale|nom de la société|nom de l'entreprise"
    ),
    Field.JOB_TITLE: _names(
        "job title|jobtitle|title|position|role|function|organization 1 title|organization title|occupation|"
        "jobtitel|berufsbezeichnung|stellenbezeichnung|funktion|stelle|rolle|abteilung/position|tätigkeit|beruf|"
        "fonction|poste|titre|intitulé du poste|profession"
    ),
    Field.COUNTRY: _names(
        "country|country code|countrycode|country/region|country name|country code iso|iso country|country iso|iso|mailing country|billing country|business country|"
        "business country/region|company country|address country|address 1 country|person country|nation|land|ländercode|länderkürzel|länderkennzeichen|"
        "staat|land/region|länderschlüssel|landschlüssel|landesschlüssel|land1|lkz|länder-kz|land-kz|landkz|länderkz|landkennzeichen|landeskennzeichen|länderkennung|"
        "nationalitätskennzeichen|kfz-länderkennzeichen|landescode|ländercode iso|land iso|iso-land|iso-code|iso code|iso2|iso3|iso 3166|iso country code|iso-ländercode|country iso code|"
        "country iso|country key|cc|ctry|cntry|cty code|country abbreviation|alpha-2|alpha 2 code|alpha-3|c|kz land|code iso|code iso pays|code du pays|país|pais|paese|nazione|codice paese|"
        "código de país|kraj|kod kraju|landcode|landnaam|"
        "land (geschäftlich)|land/region geschäftlich|land geschäftlich|pays|pays/région|code pays|pays de résidence"
    ),
    Field.TIMEZONE: _names("timezone|time zone|tz|zeitzone|fuseau horaire|fuseau"),
    Field.TAGS: _names(
        "tags|tag|labels|label|categories|category|groups|group membership|segments|"
        "schlagworte|schlagwörter|schlagwort|kategorien|kategorie|gruppen|gruppe|étiquettes|étiquette|catégories|catégorie|groupes"
    ),
    Field.NOTES: _names(
        "notes|note|comment|comments|remark|remarks|description|memo|notizen|notiz|bemerkung|bemerkungen|anmerkung|anmerkungen|"
        "kommentar|kommentare|hinweis|hinweise|beschreibung|remarque|remarques|commentaire|commentaires|observations"
    ),
    Field.DO_NOT_CALL: _names(
        "do not call|donotcall|dnc|do not phone|do not contact|don't call|no call|no calls|no phone calls|not call|opt out|optout|opted out|"
        "opt-out phone|phone opt out|phone opt-out|opt out phone|opted out of calls|call opt out|call opt-out|unsubscribed|"
        "unsubscribed from all|blacklist|blacklisted|blocklist|block list|blocked|suppressed|suppression|do not disturb|robinson|robinsonliste|"
        "do not allow phone calls|donotphone|do not call flag|dnc flag|dnc status|opt out status|call blocked|has opted out|has opted out of calls|"
        "nicht anrufen|nicht mehr anrufen|keine anrufe|kein anruf|kein anruf gewünscht|anrufsperre|anruf gesperrt|telefonsperre|werbesperre|sperre|gesperrt|sperrvermerk|"
        "sperrliste|sperrkennzeichen|kontaktsperre|kontakt gesperrt|opt out telefon|widerspruch|werbewiderspruch|telefonwerbung widersprochen|anruf verboten|anrufverbot|"
        "nicht kontaktieren|telefon gesperrt|abgemeldet|ne pas appeler|ne plus appeler|pas d'appel|opposition|liste rouge|bloctel|bloqué|désinscrit|refus d'appel|désabonné"
    ),
    Field.CONSENT: _names(
        "consent|gdpr|rgpd|tcpa|call consent|phone consent|consent to call|consent call|consent given|consent phone|consent status|contact consent|consent date|marketing consent|gdpr consent|tcpa consent|"
        "opt in|optin|opt-in phone|phone opt in|phone opt-in|opted in|opt in call|opt in status|call opt in|permission|permission to call|call permission|may call|may we call|"
        "can call|ok to call|okay to call|call allowed|calls allowed|call ok|callable|allow calls|allow phone calls|phone allowed|"
        "einwilligung|einwilligung telefon|telefoneinwilligung|einwilligung anruf|einwilligung telefonwerbung|einverständnis|einverständniserklärung|einverstanden|zustimmung|werbeeinwilligung|"
        "marketing-einwilligung|dsgvo|dsgvo-einwilligung|dsgvo einwilligung telefon|einwilligung dsgvo|telefonwerbung erlaubt|anruf erlaubt|anrufe erlaubt|darf angerufen werden|telefonische kontaktaufnahme erlaubt|"
        "opt-in telefon|telefonwerbung|telefonmarketing|anrufen|telefon opt-in|telefonischer kontakt erlaubt|kontakt erlaubt|einwilligungsdatum|telefonerlaubnis|"
        "consentement|consentement téléphone|consentement rgpd|accord|accord appel|accepte les appels|autorisation|autorisation d'appel|appel autorisé|rgpd"
    ),
    Field.COUNTRY_CODE: _names(
        "country calling code|calling code|dial code|dialing code|dialling code|phone country code|country dial code|country prefix|phone prefix|intl code|"
        "international prefix|international code|country phone code|mobile country code|"
        "ländervorwahl|landesvorwahl|landvorwahl|vorwahl land|internationale vorwahl|länderkennzahl|landeskennzahl|indicatif pays|indicatif international"
    ),
    Field.AREA_CODE: _names(
        "area code|areacode|phone area code|city code|region code|prefix|local area code|std code|vorwahl|ortsvorwahl|vorwahlnummer|ortskennzahl|"
        "telefonvorwahl|telefon vorwahl|vorwahl telefon|tel. vorwahl|indicatif|indicatif régional|indicatif local"
    ),
    Field.EXTENSION: _names(
        "extension|ext|ext.|extens|tel extens|tel. extens|phone extens|telephone extension|tel ext|tel. ext.|telefon nebenstelle|nebenst.|dw|phone extension|phone ext|work phone extension|nebenstelle|nst|nebenst|apparat|durchwahl|durchwahlnummer|klappe|poste|poste interne|interne|interno|interno telefono|toestel|anexo|extensión|wewnętrzny|nr wewnętrzny|telefon durchwahl|poste téléphonique|numéro de poste"
    ),
    Field.CONTACT_ID: _names(
        "talkturo id|talkturo contact id|contact id|contactid|platform contact id|kontakt-id|kontakt id|id du contact|id contact"
    ),
}
PHONE_ALIASES = _names(
    "phone|phones|phone number|phonenumber|telephone|telephone number|tel|tel.|tel. nr.|tel nr|tel-nr|tel no|phone no|phone no.|phone nr|phone #|"
    "telefon|telefonnummer|telefon nr|telefon-nr.|telefonnr|rufnummer|telefon geschäftlich|telefon privat|fon|festnetz|festnetznummer|"
    "mobile|mobile phone|mobile number|mobile no|mobile phone number|cell|cell phone|cell number|cellphone|cellular|handy|handynummer|handy-nr|handynr|mobil|mobil-nr|"
    "mobiltelefon|mobilnummer|mobilfunk|mobilfunknummer|mobiltelefonnummer|gsm|natel|business phone|work phone|home phone|office phone|primary phone|"
    "company phone|main phone|direct phone|direct dial|direct line|landline|phone 1|phone 2|phone1|phone2|phone 1 value|phone 2 value|phone 3 value|"
    "telefon 1|telefon 2|telefon1|telefon2|tel1|tel2|tel 1|tel 2|phone work|phone mobile|phone home|telefon mobil|telefon direkt|telefon zentrale|"
    "téléphone|numéro de téléphone|n° de téléphone|n° téléphone|tél|tél.|portable|téléphone portable|téléphone mobile|téléphone fixe|fixe|mobile professionnel|"
    "téléphone professionnel|téléphone bureau|contact number|contact no|number to call|call number|msisdn|whatsapp|whatsapp number|e164|rückrufnummer"
)
LOCAL_NUMBER = _names("number|nummer|local number|subscriber number|anschluss|anschlussnummer|numéro|no|nr")
