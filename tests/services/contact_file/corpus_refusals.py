"""Names and entries that people have for “do not call”, by language: none of them may leave a row ready."""

from __future__ import annotations

# A yes below these is a no to calls.
REFUSALS = {
    "en": (
        "Would you rather not be called?|Do you object to being called?|Should we remove you from our list?|SMS & Voice opt out|TCPA flag|XDELE|HasOptedOutProcessing|"
        "ShouldForget|donotbulkphone|LOEVM|UNSUB_TIME|phoneNumberIsOptedOut|is_blacklisted|"
        "Don't phone|Do Not Telephone|Please don't call|No Telemarketing|No Phone Solicitation|Phone Suppressed|Call Suppression|Exclude from calls|"
        "Exclude From Dialing|Dialer Exclusion|HasOptedOutOfCall|DoNotCall__c|Do_Not_Call__c|donotphone|Do not allow Bulk Phone|Phone opt-out reason|"
        "Opt Out Calls|Never phone|Never Ring|Calls refused|Call refusal|Contact refused|Not to be called|Not to be contacted|NoPhone|No Tel|Phone DNC|"
        "National DNC|Federal DNC|State DNC|Litigator|TCPA Litigator|Reassigned number|Known complainer|Complainant|Serial complainer|Vulnerable customer|"
        "Vulnerable|Deceased flag|Is Deceased|Date of death|RIP|Erased|GDPR erased|Right to erasure|RTBF|Right to Restriction|Processing restricted|"
        "Restrict processing|Suppress|Suppression reason|Mortality|Bereaved|Minor|Under 16|Legal hold|Ban|Blacklist?|Cooling off|Dormant - do not contact|DND|"
        "NDNC|DNCR|DNCL|LNNTE|CTPS|TPS|TPS flag|TPS Status|On TPS|MPS/TPS|FPS TPS"
    ),
    "de": (
        "Keine Telefonate|Telefonkontakt verboten|Telefonverbot|Nicht telefonieren|Nicht anschreiben/anrufen|Kein Telefon|Kein Telefonkontakt|"
        "Keine Telefonakquise|Keine Kaltakquise|Kaltakquise verboten|Akquisesperre|Akquisestopp|Anrufstopp|Kontaktstopp|Werbestopp|Werbesperrvermerk|"
        "Werbeverbot|Werbeverweigerer|Widerspruch Werbung|Widerspruch §7 UWG|Art. 21 Widerspruch|DSGVO Widerspruch|DSGVO-Sperre|DSGVO gelöscht|"
        "Löschkennzeichen|Zur Löschung vorgemerkt|Löschantrag|Löschung beantragt|Auskunftssperre|Adresssperre|Robinson-Liste|Robinsoneintrag|ITL Robinson|"
        "DDV Robinsonliste|RTR-Liste|ECG-Liste|Sterneintrag|Verstorben|Verstorben am|Todesfall|Tot|Minderjährig|Unter Betreuung|Rechtsstreit|Klage|Abmahnung|"
        "Anwalt|Unterlassungserklärung|Beschwerde|Beschwerdeführer|Ausgeschlossen|Ausschluss Telefon|Ausgesteuert|Selektionssperre|Negativliste|Sperrliste|"
        "Sperrdatei|Schwarze Liste|Keine Kontaktaufnahme|Kontaktaufnahme untersagt|Unerwünschter Anruf|Inaktiv|Telefonwerbung untersagt|Telefon nein|Kein Tel.|"
        "Nicht kontakt|Nicht bewerben|Opt-Out Tel|OptOutTel|Opt_Out|Hat widersprochen|Wünscht keinen Anruf|Mag keine Anrufe"
    ),
    "fr": (
        "Ne pas téléphoner|Ne pas démarcher|Pas de démarchage|Pas de téléphone|Stop appel|Stop tel|Stop démarchage|Opposition téléphone|Opposition démarchage|"
        "Opposé au démarchage|Opposition CNIL|Inscrit Bloctel|Inscrit sur Bloctel|Bloctel (O/N)|Bloctel OUI|Liste rouge|Liste noire|Liste repoussoir|"
        "Repoussoir|Décédé|Décès|Date de décès|Mineur|Contentieux|Litige|Plainte|Réclamation|Avocat|Droit à l'oubli|Droit d'opposition|"
        "Droit d'opposition exercé|À supprimer|Supprimé|Effacement demandé|Refus de contact|Refuse les appels|Refus démarchage|Refus téléphone|Désinscription|"
        "Désabonnement|Exclu|Exclusion|Interdit d'appel|Interdiction d'appeler|Numéro bloqué|Ne plus contacter|Ne plus solliciter|Sans appel|Pacitel|"
        "Orange rouge|Sous tutelle|Tutelle|Retrait du consentement|Consentement retiré|Refus RGPD"
    ),
    "es": (
        "No llamar|No telefonear|No contactar|Lista Robinson|Robinson|Excluido|Baja|Dado de baja|De baja|Fallecido|Bloqueado|Lista negra|Opuesto a llamadas|"
        "Oposición|Derecho de supresión|Supresión|Revocado|Consentimiento revocado|Sin consentimiento|Reclamación|Queja|Denuncia|Menor de edad|Litigio|"
        "Rechaza llamadas|No desea llamadas|No molestar|Exclusión publicitaria|Prohibido llamar"
    ),
    "it": (
        "Non chiamare|Non contattare|Non telefonare|Registro opposizioni|Registro delle opposizioni|RPO|Iscritto RPO|Opposizione|Blacklist|Lista nera|Deceduto|"
        "Bloccato|Cancellato|Revoca consenso|Consenso revocato|Consenso negato|Nessun consenso|Reclamo|Minorenne|Contenzioso|Rifiuta chiamate|"
        "Diritto all'oblio|Non disturbare|Disiscritto|Escluso"
    ),
    "nl": (
        "Niet bellen|Niet meer bellen|Niet benaderen|Bel-me-niet|Bel-me-niet register|Bel me niet|BMNR|Niet contacteren|Zwarte lijst|Overleden|Geblokkeerd|"
        "Afgemeld|Uitgeschreven|Bezwaar|Recht van verzet|Verzet|Toestemming ingetrokken|Geen toestemming|Klacht|Minderjarig|Geen telefoon|Geen contact|"
        "Geen reclame|Verwijderd|Niet storen|Infofilter|Onder bewind"
    ),
    "pl": (
        "Nie dzwonić|Nie kontaktować|Zakaz kontaktu|Zakaz dzwonienia|Lista Robinsonów|Sprzeciw|Zgoda wycofana|Wycofana zgoda|Brak zgody|Bez zgody|Zmarły|Zgon|"
        "Zablokowany|Blokada|Czarna lista|Skarga|Nieletni|Niepełnoletni|Usunięty|Do usunięcia|Prawo do bycia zapomnianym|Wypisany|Rezygnacja|Odmowa|"
        "Odmowa kontaktu|Nie przeszkadzać|Spór"
    ),
}

# A no below these is.
PERMISSIONS = {
    "en": (
        "May we phone you?|Would you like to be called?|Would you like us to call?|Happy to be contacted|OK to phone|Phone OK?|Call me?|Please call me|"
        "Can we ring you|Contact by telephone|Contact by phone?|Preferred: phone|Telephone marketing|Phone marketing consent|Marketing permissions: phone|"
        "GDPR: Phone|Opted-in (phone)|Accepts calls|Accepts marketing|Accepts telemarketing|Marketing status|Telemarketing allowed|Agrees to calls|"
        "Subscribed to calls|Voice consent|Express consent|PEWC|Prior express written consent|I agree to be contacted|I consent to receive calls|"
        "Consent: telephone|Phone permission|Permission to contact|Soft opt-in|Legit interest|Marketable|Is Marketable|Contactable by phone|Dialable|Callable?|"
        "Allow telephone|AllowPhone|Telephone allowed|Process my data"
    ),
    "de": (
        "Dürfen wir Sie anrufen?|Möchten Sie angerufen werden?|Anruf erwünscht|Anruf gewünscht?|Rückruf gewünscht|Telefonisch kontaktieren?|Telefon erlaubt|"
        "Telefon OK|Tel. Kontakt erlaubt|Kontakt per Telefon|Kontakt per Telefon OK|Telefonfreigabe|Freigabe Telefon|Freigabe Anruf|"
        "Freigegeben für Telefonakquise|Telefonakquise erlaubt|Werbefreigabe|Werbefreigabe Tel|Werbeerlaubnis|Werbeeinwilligung|Permission Telefon|"
        "Telefonpermission|Opt-In|DOI|Double-Opt-In|DSGVO ok|DSGVO|DSGVO Zustimmung|Datenschutz akzeptiert|Datenschutzerklärung bestätigt|EWE|"
        "Einwilligungserklärung liegt vor|Einverständnis Telefon|Zustimmung zu Anrufen|Kontakterlaubnis|Telefonkontakt|Ansprache Telefon|Telefonisch|"
        "Kanal Telefon|anrufbar|Darf kontaktiert werden|Darf telefonisch beworben werden|Werbung Telefon|Telefonmarketing|"
        "telefonisch erreichbar und einverstanden"
    ),
    "fr": (
        "Souhaitez-vous être appelé ?|Souhaite être contacté|Accepte d'être appelé|Accepte d'être contacté par téléphone|Accepte le démarchage|"
        "Accord téléphone|Accord démarchage|Autorise les appels|Autorisation de contact|Consentement téléphonique|Consentement démarchage|Consentement appel|"
        "Opt-in téléphone|Optin tel|Opt in SMS et appel|Contact par téléphone|Téléphone autorisé|Démarchage autorisé|Peut être appelé|Peut-on vous appeler|"
        "Rappel souhaité|Appelable|Contactable|RGPD OK|RGPD|Prospection téléphonique acceptée|Prospection|Démarchage|Appels|J'accepte d'être contacté"
    ),
    "es": (
        "Acepta llamadas|Autoriza llamadas|Consentimiento|Consentimiento telefónico|¿Desea que le llamemos?|Permiso|Permite llamadas|Contactar por teléfono|"
        "Autorización|RGPD|LOPD|Acepta publicidad|Se puede llamar|Quiere ser llamado|Opt-in|Acepta política de privacidad"
    ),
    "it": (
        "Consenso|Consenso telefonico|Consenso marketing|Accetta chiamate|Autorizza chiamate|Autorizzazione|Desidera essere chiamato|Si può chiamare|Permesso|"
        "Privacy accettata|GDPR|Contattabile|Trattamento dati|Consenso al contatto|Vuole essere contattato"
    ),
    "nl": (
        "Toestemming|Toestemming bellen|Mag gebeld worden|Mag bellen|Mogen wij bellen|Wilt u gebeld worden?|Akkoord|AVG akkoord|AVG|Opt-in bellen|"
        "Telefonisch benaderen|Bellen|Bellen toegestaan|Contact toegestaan|Goedkeuring"
    ),
    "pl": (
        "Zgoda|Zgoda na kontakt|Zgoda telefoniczna|Zgoda marketingowa|RODO|Zgoda RODO|Można dzwonić|Kontakt telefoniczny|Zezwolenie|Pozwolenie na kontakt|"
        "Akceptacja|Czy możemy zadzwonić?|Zgadza się|Wyraża zgodę|Chce telefonu"
    ),
}

# Below these a day is that of a refusal, a day gone by, or only that of a check.
DAYS = {
    "of a refusal": (
        "Unsubscribed at|Unsubscribe time|Unsubscribe Date|Opted out at|Opt-out date|OptOutDate|Opt Out Timestamp|DNC Date|Date added to DNC|DNC since|"
        "Removed on|Withdrawn at|Consent withdrawn date|Consent Withdrawal Date|Revoked on|Date of objection|Objection date|Suppressed at|Suppression date|"
        "Blocked since|Blacklisted at|Complaint date|Deleted at|Erased on|Deceased Date|Date of death|DOD|Abgemeldet am|Abmeldedatum|Austragungsdatum|"
        "Opt-Out Datum|Widerrufsdatum|Widerrufen am|Widerruf am|Widerspruch am|Widerspruchsdatum|Sperrdatum|Gesperrt seit|Gesperrt am|Sperre seit|"
        "Verstorben am|Sterbedatum|Todestag|Gelöscht am|Löschdatum|Beschwerde vom|Datum Werbewiderspruch|Date de désinscription|Désinscrit le|Désabonné le|"
        "Date opposition|Date d'opposition|Opposition le|Date de refus|Bloctel le|Inscrit Bloctel le|Date inscription Bloctel|Décédé le|Date de décès|"
        "Retiré le|Date retrait consentement|unsubscribed_at|optout_ts|Fecha de baja|Fecha baja Robinson|Data revoca|Data opposizione|Datum afmelding|"
        "Afgemeld op|Uitgeschreven op|Data wycofania zgody|Data sprzeciwu|TPS registered date|TPS registration date|CTPS date|Robinson seit|"
        "Robinson eingetragen am|On DNC since"
    ),
    "until when": (
        "Consent expiry|Consent expires|Consent valid until|Consent End Date|Opt-in valid to|Opt-in expires on|Permission until|GDPR consent expiration|"
        "Expiry of consent|Einwilligung bis|Einwilligung läuft ab am|Einwilligung Ablaufdatum|Opt-in gültig bis|Zustimmung bis|Werbeeinwilligung Ende|"
        "DSGVO gültig bis|Freigabe bis|Einwilligung endet|Ablauf Einwilligung|Telefonerlaubnis bis|Consentement jusqu'au|Consentement valable jusqu'au|"
        "Fin du consentement|Date de fin consentement|Expiration opt-in|Date d'expiration du consentement|Consentimiento válido hasta|Scadenza consenso|"
        "Toestemming geldig tot|Zgoda ważna do|ConsentExpiryDate|consent_valid_until|TCPA consent expiration date|Retention end consent|Consent renewal due|"
        "Consent lapsed on"
    ),
    "of a check": (
        "TPS checked|TPS check date|TPS Last Checked|TPS screened on|CTPS screening date|Last TPS check|DNC scrub date|DNC last scrubbed|DNC checked at|"
        "DNC Check Date|Robinson-Abgleich|Robinson geprüft am|Robinsonlisten-Abgleich|Robinson Prüfung|Abgleich Robinsonliste am|Datum Robinsonabgleich|"
        "Bloctel vérifié le|Vérification Bloctel|Date vérification Bloctel|Bloctel - date de contrôle|Date de passage Bloctel|Bloctel dernier filtrage|"
        "Sperrliste abgeglichen|Sperrlistenabgleich|Opt-out checked|DNC washed on|Do Not Call Register wash date|Consent checked on|Einwilligung geprüft am|"
        "Blacklist check|Sperrlistenprüfung am|LNNTE checked|Suppression checked|Blocklist last checked"
    ),
}

# Entries of a status, a disposition, a list's name.
ENTRIES = {
    "en": (
        "Asked to be removed|asked to be removed from list|legal threat|Passed away|Deceased|DNC|Do not call|Removed by request|Opted Out|Opt-out|Unsubscribed|"
        "Requested DNC|Customer requested no more calls|Refused further contact|Not interested - do not call again|Threatened legal action|Lawyer up|Complaint|"
        "Complained|Hung up - asked not to call|Remove|Blacklisted|TPS|On TPS register|CTPS registered|Minor|Underage|Hostile|DNCL|XDNC|DNCC"
    ),
    "de": (
        "Keine Einwilligung|Widerruf|Widerrufen|Einwilligung widerrufen|Kein Kontakt gewünscht|Nicht mehr anrufen|Anrufverbot|Verstorben|Tot|gestorben|"
        "Abmahnung angedroht|droht mit Anwalt|Anwalt|Beschwerde|Sperre|Gesperrt|Werbesperre|Will nicht mehr angerufen werden|"
        "möchte nicht mehr kontaktiert werden|Robinson|Löschung verlangt|DSGVO-Löschung|bitte löschen|Daten gelöscht|Opt-out|Abgemeldet|Ausgetragen|"
        "Widersprochen|Widerspruch|Kontaktverbot|Keine Werbung|auf Sperrliste|Blacklist"
    ),
    "fr": (
        "Ne plus appeler|Ne souhaite plus être appelé|Refus de contact|Désinscrit|Décédé|Menace juridique|Menace d'avocat|Plainte|Opposition|Bloctel|"
        "Liste rouge|Consentement retiré|A demandé à être retiré|Retirer de la liste|Retirée à sa demande|Suppression demandée|Opposé au démarchage|"
        "Harcèlement|Mise en demeure|Demande d'effacement|STOP"
    ),
    "lists": (
        "Suppression|Suppression list|DNC list|Do Not Contact|Blacklist|Sperrliste|Robinsonliste|Opt-outs|Optouts 2024|Unsubscribes|Abmelder|TPS|Liste noire|"
        "Exclusion list|Global suppression|Internal DNC 2023|Ausschlussliste|Negativliste|Widersprüche|Liste d'opposition|Désabonnés|Sperrdatei|Ausschluss|"
        "Do-not-mail & do-not-call|Complainers|Verstorbene|Deceased"
    ),
}

# In words, among other notes.
REMARKS = {
    "en": (
        "asked to be removed from our list|Asked us not to call any more|She doesn't want any more calls|He does not wish to be contacted again|"
        "wants off the list|take off list!|REMOVE FROM LIST|Pls remove|never ring again|don't ring|not to be rung|threatened to sue|"
        "will call his lawyer if we call again|spoke with her attorney|legal threat|passed away in March|died last year|deceased per wife|"
        "widow answered, husband died|RIP|he is dead|angry, told us to stop|told us to stop calling|Stop calling me!|harassment|reported us to the ICO|"
        "filed a complaint|complained to FTC|on the TPS|TPS registered|CTPS|number is on DNC|do-not-call|D.N.C.|DO NOT   CALL|do_not_call|No calls please|"
        "no further contact|no more contact please|not to be contacted|Please don't contact me again|wants no contact|never contact|opted-out via email|"
        "revoked consent|consent revoked 2023|GDPR deletion request|erase my data|right to be forgotten|wants data deleted|only 15 years old|is a minor|"
        "under 18|child answered, underage|by email only|contact via email only|prefers email, no calls|hard no - never again|fuck off and never call again|"
        "unsubscribe|cease & desist received"
    ),
    "de": (
        "bitte nicht mehr anrufen!|Nicht mehr anrufen.|nie wieder anrufen|will nicht mehr angerufen werden|möchte keine Anrufe mehr|"
        "möchte nicht kontaktiert werden|wünscht keinen Kontakt mehr|hat Anrufe untersagt|hat sich Anrufe verbeten|verbittet sich weitere Anrufe|"
        "verbat sich Anrufe|Anruf verboten|hat sich beschwert|Beschwerde eingereicht|droht mit Anwalt|Anwalt eingeschaltet|Anzeige erstattet|droht mit Anzeige|"
        "Unterlassungserklärung gefordert|Abmahnung erhalten|verstorben|ist letztes Jahr gestorben|ist tot|leider verschieden|Herr Meier lebt nicht mehr|"
        "Kunde †|aus dem Verteiler nehmen|bitte aus der Liste streichen|bitte löschen|Löschung nach DSGVO verlangt|Daten gelöscht auf Wunsch|"
        "Einwilligung widerrufen|Einwilligung zurückgezogen|keine Einwilligung|hat widersprochen|Werbewiderspruch vom 3.4.|Robinson|"
        "steht auf der Robinsonliste|nur per Mail|nur noch schriftlich|nur schriftlicher Kontakt|kein Telefonkontakt|telefonisch nicht mehr kontaktieren|"
        "nicht telefonisch|in Ruhe lassen|lasst mich in Ruhe|Telefonterror|Belästigung|keine Werbeanrufe|minderjährig|erst 16 Jahre alt|Finger weg|"
        "nicht anrufen!!!|bloß nicht anrufen|Anrufe unerwünscht|auf keinen Fall anrufen|keinesfalls anrufen"
    ),
    "fr": (
        "ne plus appeler|ne plus jamais appeler|Ne pas rappeler|ne veut plus être appelé|ne souhaite pas être contactée|ne désire plus être dérangé|"
        "ne veut plus recevoir d'appels|demande à être retiré de la liste|a demandé à ne plus être appelé|à retirer de la liste|à supprimer|"
        "demande de suppression|suppression RGPD|menace d'avocat|menace de porter plainte|porte plainte|a porté plainte|mise en demeure|décédé en 2023|"
        "est décédée|est mort|est morte|défunt|feu M. Dupont|inscrit sur Bloctel|sur liste rouge|refus de démarchage|refuse tout contact|refuse les appels|"
        "opposé au démarchage|s'oppose à tout appel|a retiré son consentement|consentement retiré|sans consentement|uniquement par mail|"
        "par courriel uniquement|pas d'appels|plus d'appel|harcèlement|mineur|a 16 ans|laisser tranquille|arrêtez d'appeler|ne plus contacter"
    ),
    "others": (
        "no volver a llamar|no llamar más|no quiere que le llamen|fallecido|ha muerto|dado de baja|amenaza con abogado|denuncia|non chiamare più|"
        "non vuole essere chiamato|non richiamare|deceduto|è morto|minaccia avvocato|niet meer bellen|wil niet meer gebeld worden|overleden|heeft bezwaar|"
        "nie dzwonić|nie życzy sobie telefonów|zmarł|proszę nie dzwonić"
    ),
}
