"""Calls for silence, and doubts about a number, in words people write anywhere: notes, tags, status, beside a number.

A remark that contains one is for a person to read; a cell that is nothing but one blocks.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

import pyarrow as pa

from services.contact_file.kernels import pc
from services.contact_file.vocabulary.words import fold


class Remark(Enum):
    """Meaning of a cell of free text for calling."""

    NOTHING = "nothing"
    DO_NOT_CALL = "do_not_call"
    MAYBE_NOT = "note_do_not_call"
    WRONG_NUMBER = "note_wrong_number"


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split("|"))


# Certain wherever they stand alone in a cell.
_STOP_ALONE = _words(
    "do not call|donotcall|do not phone|do not contact|donotcontact|don't call|dont call|no call|nocall|no calls|dnc|never call|blacklist|blacklisted|opt out|optout|opted out|"
    "unsubscribed|robinsonliste|nicht anrufen|nicht mehr anrufen|keine anrufe|kein anruf|kein anruf gewünscht|kein anruf erwünscht|keine anrufe gewünscht|keine anrufe erwünscht|"
    "bitte nicht anrufen|bitte nicht mehr anrufen|nicht kontaktieren|nicht mehr kontaktieren|bitte nicht kontaktieren|anrufsperre|telefonsperre|werbesperre|kontaktsperre|widerspruch|werbewiderspruch|"
    "widersprochen|widerrufen|abgemeldet|ausgetragen|ne pas appeler|ne plus appeler|ne pas contacter|ne plus contacter|pas d'appel|pas d'appels|désinscrit|désabonné|bloctel|please do not call|"
    "please don't call|do not call again|do not disturb|no phone calls|nie anrufen|do not solicit|remove from list|take me off your list|"
    "dncl|dncc|dncr|ndnc|xdnc|do not ring|do not dial|do not market|donotmarket|never contact|asked to be removed|asked to be removed from list|requested removal|removal requested|requested not to be called|"
    "opt outs|optouts|unsubscribes|do not call list|do not contact list|dnc list|suppression list|internal dnc|federal dnc|state dnc|national dnc|tps registered|tps listed|on tps|ctps registered|"
    "consent withdrawn|consent revoked|consent denied|consent refused|no consent|withdrawn consent|keine einwilligung|einwilligung widerrufen|einwilligung entzogen|kontakt gesperrt|anruf gesperrt|"
    "wünscht keine anrufe|wünscht keinen kontakt|liste d'opposition|sans consentement|consentement retiré|retrait du consentement|"
    "no llamar|no contactar|lista robinson|non chiamare|non contattare|niet bellen|niet meer bellen|geen contact"
)
# Certain in a column of marks; alone in notes, tags or a status they have to be asked about.
_STOP_SHORT = _words(
    "stop|blocked|block|blockiert|removed|remove|suppressed|robinson|unsubscribe|unsub|dnd|gesperrt|sperre|sperren|opposition|bloqué|keine werbung|untersagt|tps|ctps|mineur|mineure|minderjährig|tot|finger weg|removed by request|lnnte|bloctel"
)
STOP = (
    _STOP_ALONE
    | _STOP_SHORT
    | _words(
        "do not allow|never|revoked|withdrawn|refusé|no phone|no contact|nie|not allowed|nicht erlaubt|verboten"
    )
)
_SILENCE = (
    r"nicht (?:mehr |wieder |nochmal |erneut )?(?:anrufen|kontaktieren|telefonisch|angerufen|anzurufen)|kein(?:e|en)? (?:weiteren? |telefon|werbe|kalt)?anrufe?|"
    r"keine (?:telefon|tel\.?)[a-z]*|anruf(?:e|sperre)? (?:gesperrt|unerw[üu]nscht|verboten|nicht erw[üu]nscht)|"
    r"(?:telefon|anruf|werbe|kontakt)sperre|(?:werbe|telefon)?widerspr(?:uch|ochen)|einwilligung (?:widerrufen|entzogen|zur[üu]ckgezogen)|"
    r"(?:^|[\W_])nie (?:mehr |wieder )?anrufen|gesperrt|verstorben|gestorben|"
    r"(?:do not|don'?t|dont|never|not) (?:ever )?(?:call|phone|ring|contact|telephone)(?:[^ei]|$)|no (?:more |further )?(?:phone |sales |cold )?calls|stop calling|"
    r"opt(?:ed)?[\s_-]?out|unsubscribed?|remove (?:me|him|her|them|from)|take (?:me|him|her|them) off|deceased|cease and desist|"
    r"ne (?:pas|plus) (?:l'?|le |la |nous |m'? ?)?(?:appeler|contacter|rappeler|t[ée]l[ée]phoner)|plus d'appels?|pas d'appels?|d[ée]sinscri|d[ée]sabonn[ée]|bloctel|d[ée]c[ée]d[ée]|"
    # heirs stand in the place of somebody who has died
    r"(?:^|[\W_])erben (?:nach|von|des|d\.|v\.)(?:[\W_]|$)|erbengemeinschaft|^[\W_]*(?:the )?estate of(?:[\W_]|$)|(?:^|[\W_])heirs of(?:[\W_]|$)|†|✝|^[\W_]*nachla(?:ss|ß) (?:von|des|der)?(?:[\W_]|$)|[,(/–-]\s{0,2}erben[\W_]{0,9}$|"
    r"^[\W_]*succession (?:de|du|d['’])(?:[\W_]|$)|h[ée]ritiers? (?:de|du|d['’])(?:[\W_]|$)|herederos de(?:[\W_]|$)|(?:^|[\W_])eredi (?:di|del)(?:[\W_]|$)|(?:^|[\W_])erven (?:van|v\.)(?:[\W_]|$)|spadkobierc"
)
# Said in notes, tags and columns of other things; in a company's name or a profession they mean nothing.
_IN_NOTES = (
    r"nicht (?:vor|nach|zwischen|vormittags|nachmittags|mittags|abends|am|unter|auf|direkt|privat)[\w .:]{1,25}(?:anrufen|kontaktieren)|"
    r"(?:k|nicht m)einen kontakt|kein kontakt (?:mehr|gew|erw)|keine (?:weitere |telefonische )*kontakt|keine (?:weitere )?werbung|"
    r"beschwer(?:t|de)|abmahn|unterlassung|klage angedroht|mit anwalt|l[öo]schantrag|(?:dsgvo|gdpr)[\s_:-]*(?:l[öo]sch|delet|eras|remov|request)|"
    r"(?:bitte|please) (?:aus der liste |from the list )?(?:entfernen|l[öo]schen|remove|delete)|daten l[öo]schen|request(?:s|ed)? (?:removal|deletion|erasure|to be removed)|"
    r"\brobinson|blacklist|sperrliste|suppression list|sperrvermerk|minderj[äa]hrig|under ?age|(?:is|still|ist) (?:a )?minor|^minor\b|"
    r"(?:not|n't) (?:to |want(?:s|ed)? |wish(?:es)? |like |receive |get |any |more |be |further |our |your |phone |sales ){1,6}(?:call|contact)|asked (?:us )?not to|"
    r"complain|lawsuit|legal action|threaten|litigat|harass|wants? no (?:more |further )?(?:calls|contact)|"
    r"(?:ne|n') ?(?:souhaite|veut|d[ée]sire|veulent|souhaitent)\w*[^.;\n]{0,25}(?:appel|contact|d[ée]march)|refuse[^.;\n]{0,15}(?:contact|appel|d[ée]march)|"
    r"†|✝|🚫|📵|⛔|🛑|❌|👎|🙅|🔇|⚰|🪦|\br\.? ?i\.? ?p\b|\bverst\.|(?:only|nur|uniquement|seulement) (?:per |by |via |par )?(?:e-?mail|mail|post|brief|sms|letter|whatsapp|courriel)\b|"
    r"\b(?:e-?mail|mail|post|sms|whatsapp) only\b|\bno phone\b|kein telefon\b|pas de t[ée]l[ée]phone|"
    # English
    r"passed away|\bdied\b|\bdead\b|(?:legal|lawyer|attorney|solicitor)['s]{0,2} (?:threat|notice|hold|dispute|letter|case|claim|proceeding)|(?:by|from|has|his|her|their|via|called) (?:a )?(?:lawyer|attorney|solicitor)|"
    r"\bsu(?:ed|ing)\b|cease (?:and|&|n) desist|to be removed|removal request|(?:removed?|take|taken) (?:from|off) (?:the |our |your |my |call(?:ing)? |mailing )*list|erasure|right to be forgotten|forget me|"
    r"\bd?sar\b|subject access|(?:consent|permission|opt in)[a-z]* (?:was |has been |is )?(?:withdrawn|revoked|denied|refused|expired|withheld)|(?:withdr[ae]w[a-z]*|revoke[sd]?) (?:the |his |her |their )?(?:consent|permission)|"
    r"\bno consent\b|not consent|suppress|(?:do not|don'?t|never) (?:ever )?(?:dial|text|market|solicit|bother|disturb|contact|use)|object(?:ed|s|ion) to|leave (?:me|him|her|them|us) alone|"
    r"stop (?:call|contact|phon|ring|bother)ing|(?:not|n't|never) (?:be |want |wants |to |wish |like ){1,4}(?:called|contacted|rung|phoned|disturbed|ring)|(?:registered|listed|is|are|hit|match|number) (?:with |on |in )?(?:the )?c?tps\b|"
    r"\bc?tps (?:registered|listed|hit|yes|match|positive)|\bdnc[lcr]?\b|abusive|hostile|blacklist|\bbanned\b|\bbarred\b|hard no\b|lawsuit|litigator|regulator|ombudsman|\bico\b complaint|"
    r"(?:off|from) (?:the |our |your |my |this )?(?:call(?:ing)? |mailing |marketing )?list\b|(?:pls|plz|please) remove|(?:told|asked|wants?|begged) (?:us |me |me )?to stop\b|reported us|(?:on|in) (?:the )?c?tps\b|"
    r"\bd\.n\.c\b|no (?:more|further) contact|(?:eras|delet|remov)(?:e|ed|ing) (?:of )?(?:my|his|her|their|all|the)? ?(?:data|details|records?)\b|data (?:be |to be |was |were )?(?:deleted|erased|removed)|"
    r"never again|(?:wants? |wish\w* |like )?to be (?:deleted|erased|forgotten)\b|prefers? (?:e-?mail|mail|letter|post|text)|vulnerab|"
    r"bankrupt|insolv|into administration|in (?:receivership|liquidation)\b|(?:dunning|delivery|credit|account|collections?) (?:block|hold|stop)\b|(?:account|credit|is|was) (?:blocked|locked|suspended)\b|"
    r"out of business|ceased trading|(?:closed|shut) down|(?:business|company|firm) (?:is |has |was )?(?:closed|dissolved|ceased)|terminally ill|seriously ill|\bin (?:a )?coma\b|dementia|hospice|nursing home|\bin prison\b|fraud|under no circumstances|"
    r"debt collect|\bin collections\b|\bexecutors?\b|next of kin|guardianship|legal guardian|conservatorship|power of attorney|"
    r"\b(?:only|just|aged?|under) 1[0-8]\b|\b1[0-7] (?:years|yrs|jahre|ans|a[ñn]os|anni|jaar|lat)\b|police report|restraining order|sue us|"
    # German
    r"rechtliche schritte|rechtsanwalt eingeschaltet|anwalt (?:eingeschaltet|droht|gedroht|beauftragt)|(?:droht|drohte|drohung|gedroht)|anwaltlich|todesfall|ist tot\b|bel[äa]stig|in ruhe (?:ge)?lassen|"
    r"nicht (?:mehr |weiter )?(?:st[öo]ren|bel[äa]stigen|behelligen|gest[öo]rt)|(?:streichen|austragen|ausgetragen)|aus (?:dem |der |unserer? |unserem )?(?:verteiler|liste|kartei|datenbank|datei) |"
    r"widerruf|(?:keine|ohne|fehlende|fehlt|entzogen) (?:werbe)?(?:einwilligung|zustimmung)|(?:einwilligung|zustimmung) (?:fehlt|liegt nicht vor|abgelaufen|widerruf)|l[öo]schung|(?:w[üu]nscht|will|m[öo]chte) (?:ausdr[üu]cklich )?kein(?:e|en) (?:weitere[nr]? |telefon|werbe)*(?:anruf|kontakt|werbung)|"
    r"unerw[üu]nscht|verweigerer|nicht (?:mehr )?kontaktiert|\buntersagt|verbeten\b|verbittet|\bverbat\b|anzeige (?:erstattet|gedroht|bei|gegen|wegen)|(?:ist|leider) verschieden\b|lebt nicht mehr|daten (?:wurden |sind )?gel[öo]scht|"
    r"(?:nur|ausschlie(?:ß|ss)lich) (?:noch )?schriftlich|kein telefonkontakt|lass(?:t|en)? (?:sie )?(?:mich|uns|ihn|sie|bitte) in ruhe|telefonterror|erst 1[0-7]\b|(?:auf keinen fall|keinesfalls|niemals|nie) (?:mehr |wieder )?(?:anruf|kontakt)|auskunftsersuchen|datenauskunft|werbeverbot|kontaktverbot|"
    r"nie (?:mehr|wieder) |(?:telefon|anruf|telefonier)verbot|(?:lehnt|lehnte|lehnen) [^.;\n]{0,20}(?:telefon|anruf|kontakt)|(?:nur |ausschlie(?:ß|ss)lich )?[üu]ber (?:einen |den |seinen |ihren )?(?:rechts)?(?:anwalt|betreuer)|"
    r"gel[öo]scht werden|(?:gesetzlich|rechtlich|gerichtlich)(?:e[rsn]?)? (?:bestellte[rsn]? )?(?:betreu|vertret|vormund)|unter betreuung|vormundschaft|recht auf (?:vergessen|l[öo]sch)|lieber (?:per )?(?:e-?mail|mail|post|brief)|"
    r"sperr(?:e|en|t|ung|ungen|frist|kennzeichen)\b|\berben?\b|nachlass(?:verwalt|pfleg|gericht|sache|insolv)|hinterblieben|inkasso|mahn(?:verfahren|bescheid)|vollstreck|gerichtsvollzieher|konkurs|zahlungsunf[äa]hig|"
    r"(?:firma|unternehmen|betrieb|gesch[äa]ft|laden|praxis) (?:ist |wurde )?(?:erloschen|aufgel[öo]st|aufgegeben|geschlossen|gel[öo]scht)|gewerbe abgemeldet|gesch[äa]ftsaufgabe|"
    r"schwer krank|todkrank|\bim koma\b|\bdement|pflegeheim|hospiz|gef[äa]ngnis|in haft\b|hausverbot|betr[üu]g|keinen umst[äa]nden|"
    # French
    r"plainte|mise en demeure|menace|harc[èe]l|(?:par|son|un|avec) avocat|retirer de (?:la|notre|vos) liste|ne (?:pas|plus) (?:la |le |les |nous |me )?(?:d[ée]ranger|solliciter|joindre|prospecter|d[ée]marcher)|ne veut (?:pas|plus)|"
    r"demande de retrait|a demand[ée] (?:[àa] )?(?:[êe]tre )?retir|(?:sans|retrait du|retire son|pas de) consentement|consentement (?:retir|refus|expir)|s['’ ]?oppose|opposition|effacement|liste (?:rouge|noire)|d[ée]c[èe]s\b|"
    r"ne (?:pas|plus) jamais|(?:ne|n') ?(?:souhaite|veut|d[ée]sire)[^.;\n]{0,25}d[ée]rang|(?:demand[ée]?\w*|souhait\w*|veut) (?:[àa] )?ne plus|[àa] (?:retirer|supprimer|effacer|d[ée]sinscrire)\b|retir[ée]e? (?:de|du|des) (?:la |notre |nos |vos |votre )?(?:liste|fichier|base)|"
    r"est morte?\b|d[ée]funte?\b|\bfeu (?:m|mme|monsieur|madame)\b|(?:refus|oppos[ée])e?s? (?:de |du |au |aux |[àa] |[àa] la |tout |d')?(?:d[ée]march|contact|appel|prospect)|retir[ée]? (?:son|le|leur) consent|"
    r"(?:e-?mail|mail|courriel|courrier|[ée]crit) uniquement|laiss(?:er|ez|e) (?:le |la |les |moi |nous )?tranquille|arr[êe]te[rz]? (?:de |d')|"
    r"cessation d.activit|(?:entreprise|soci[ée]t[ée]) (?:ferm|dissou|radi[ée])|gravement malade|ehpad|en prison\b|fraude|"
    r"faillite|(?:liquidation|redressement|sauvegarde) judiciaire|surendett|bloqu[ée]|blocage|h[ée]riti[eè]r|recouvrement|"
    r"\bmorte? (?:en|le|depuis|il y a|l.an)\b|sous (?:tutelle|curatelle)|droit [àa] l.?oubli|stop (?:aux |les )?(?:appel|d[ée]march|prospect)|(?:pr[ée]f[èe]re|plut[ôo]t) (?:par )?(?:e-?mail|mail|courriel|courrier)|"
    # Spanish, Italian, Dutch, Polish
    r"(?:solo|s[óo]lo|solamente|soltanto|alleen|tylko) (?:por |per |via |przez )?(?:e-?mail|mail|correo|posta|post|sms|whatsapp|schriftelijk|listownie)|"
    r"(?:borrar|eliminar|suprimir|cancella\w*|verwijder\w*|wis|wissen|usun\w*) (?:sus |mis |los |i |suoi |miei |dei |de |zijn |mijn |haar |jego |jej |moje )*(?:datos|dati|gegevens|dan[ey])|"
    r"gegevens (?:verwijder|wissen)|(?:derecho al |al )olvido|diritto all.?oblio|recht op verget|prawo do (?:bycia )?zapomn|minderjarig|menor de edad|minorenne|niepe[łl]noletni|"
    r"concurso de acreedores|quiebra|bloquead|bloccat|geblokkeerd|blokkade|zablokowan|blokad|fallit[oa]\b|falliment|fallita\b|liquidazione|failliet|faillissement|surseance|schuldsaner|upad[łl]o[śs]|niewyp[łl]acaln|likwidacj|"
    r"\bno (?:volver|vuelva|m[áa]s llama|llamar|contactar|molestar|quiere|desea)|ha muerto|\bmort[oa]\b|lista (?:negra|robinson|nera)|fallecid|(?:dad[oa]|darse) de baja|revocad|denuncia|abogado|sin consentimiento|"
    r"\bnon (?:ri)?(?:chiamare|contattare|disturbare|desidera|vuole)|decedut|defunt|revocat|reclamo|avvocato|senza consenso|"
    r"\bniet (?:meer )?(?:bellen|benaderen|contacteren|storen)|wil niet|overleden|bezwaar|klacht|geen (?:contact|toestemming|reclame)|afgemeld|ingetrokken|advocaat|zwarte lijst|"
    r"\bnie (?:dzwoni|kontaktowa|chce|[żz]yczy)|zmar[łl]|\bzgon|sprzeciw|skarg|wypisan|brak zgody|wycofa|adwokat|czarna lista"
)
_WRONG_NUMBER = (
    r"(?:wrong|invalid|bad|disconnected|dead|incorrect|fake) (?:phone |telephone )?(?:number|no\b|nr\b|#)|number (?:is |was )?(?:disconnected|not in service|invalid|wrong|out of service)|"
    r"\bdisconnected\b|(?:falsche|ung[üu]ltige|tote) (?:telefon|ruf|handy)?-?(?:nummer|nr)|(?:nummer|nr\.?|tel\.?) (?:ist )?(?:falsch|ung[üu]ltig|stimmt nicht|existiert nicht|nicht vergeben|veraltet)|"
    r"(?:number|phone|line) (?:now )?belongs to|wrong (?:person|contact|party)|not (?:at|on) this number|(?:no longer|not any ?more) (?:works?|working|with|at|employed|there|here)|(?:has )?left (?:the |this )?(?:company|firm|business)|"
    r"(?:nummer|anschluss|telefon) geh[öo]rt (?:jemand|nicht|einem|einer|nun|jetzt)|(?:arbeitet |ist )?nicht mehr (?:im|in|bei|dort|da|t[äa]tig|besch[äa]ftigt|angestellt)\b|falscher (?:ansprechpartner|kontakt)|(?:hat (?:das |die )?)(?:unternehmen|firma) verlassen|ausgeschieden|"
    r"num[ée]ro (?:n.est )?(?:plus|pas) |(?:n.est )?plus en (?:fonction|poste|activit[ée])|ne travaille plus|(?:a )?quitt[ée] (?:la soci[ée]t[ée]|l.entreprise)|"
    r"n[úu]mero (?:equivocado|err[óo]neo|incorrecto|sbagliato|errato|inesistente)|ya no (?:trabaja|est[áa])|non lavora pi[ùu]|(?:verkeerd|fout) nummer|werkt (?:hier |er )?niet meer|(?:z[łl]y|b[łl][ęe]dny|niew[łl]a[śs]ciwy) numer|ju[żz] nie pracuje|nie pracuje|"
    r"\bverzogen|umgezogen|weggezogen|wohnt nicht mehr|(?:empf[äa]nger|adressat|adresse|anschrift) unbekannt|unzustellbar|postr[üu]ckl|"
    r"moved (?:away|out|house|abroad)\b|(?:has|have) moved\b|^[\W_]*moved[\W_]*$|gone away|no forwarding|(?:not known|unknown) at|return to sender|"
    r"d[ée]m[ée]nag|n.habite (?:plus|pas)|sans laisser d.adresse|\bnpai\b|(?:destinataire|adresse) inconnue?|(?:se )?ha mudado|destinatario desconocid|(?:si )?[èe] trasferit|destinatario sconosciut|verhuisd|(?:geadresseerde|adres) onbekend|wyprowadzi|przeprowadzi[łl]|adresat nieznany|"
    r"kein anschluss|(?:faux|mauvais|ancien) num[ée]ro|num[ée]ro (?:est )?(?:erron|invalide|non attribu|faux|incorrect)"
)


def _spaced(pattern: str) -> str:
    """Between words may stand what stands in tags and keys: `do_not_call`, `nicht-anrufen`, `donotcall`."""
    return re.sub(r" (?![^\[]*\])", r"[\\s_-]*", pattern)


_SPELLINGS = {
    "ae": "(?:ae|ä)",
    "oe": "(?:oe|ö|œ)",
    "ue": "(?:u[eéèê]|ü)",
    "ss": "(?:ss|ß)",
    "e": "[eéèê]",
    " ": r"[\W_]*",
}


def _written(phrase: str) -> str:
    """A folded phrase in the ways people write it."""
    return re.sub("ae|oe|ue|ss|e| ", lambda found: _SPELLINGS[found.group()], phrase)


_DNC = r"(?:^|[\W_])dnc(?:$|[\W_])"
_SILENCE_ANY = f"{_spaced(_SILENCE)}|{_DNC}"
# `n i c h t  a n r u f e n`, `D.N.C.`: emphasis of people who have no bold letters. Arrow's pattern finds more than Python's.
_SPREAD_FIRST_LOOK = r"(?:^|\PL)\pL(?:[^\pL\pN]{1,3}\pL){2,}(?:$|\PL)"
_SPREAD = re.compile(r"(?<![^\W\d_])[^\W\d_](?:[\W_]{1,3}[^\W\d_]){2,}(?![^\W\d_])")
_GAPS = re.compile(r"[\W_]+")
_PHRASES = "|".join(map(_written, sorted(_STOP_ALONE)))
_SHORT_PHRASES = "|".join(map(_written, sorted(_STOP_SHORT)))
# First looks over whole columns: whatever `remark` has something to say of is found by them.
FIRST_LOOK = rf"(?i)(?:{_SILENCE_ANY}|{_SPREAD_FIRST_LOOK}|^[\W_]*(?:{_PHRASES})[\W_]*$)"
FIRST_LOOK_AT_NOTES = rf"(?i)(?:{_SILENCE_ANY}|{_spaced(_IN_NOTES)}|{_spaced(_WRONG_NUMBER)}|{_SPREAD_FIRST_LOOK}|^[\W_]*(?:{_PHRASES}|{_SHORT_PHRASES})[\W_]*$)"
_STOP_JOINED = frozenset(phrase.replace(" ", "") for phrase in _STOP_ALONE)
_SILENCE_RE = re.compile(f"(?i)(?:{_SILENCE_ANY})")
_NOTES_RE = re.compile(f"(?i)(?:{_spaced(_IN_NOTES)})")
_WRONG_NUMBER_RE = re.compile(f"(?i)(?:{_spaced(_WRONG_NUMBER)})")
_LONGEST_ENTRY = 100  # characters of a status
_LONG = 2000  # characters from which on Arrow looks: Python would hold up all other threads meanwhile


# Entries that are nothing but a flaw of the number beside them, in whatever column; folded, as all below.
_A_FLAW = (
    r"wrong|invalid\w*|incorrect\w*|disconnected|unassigned|unallocated|(?:not in|out of) (?:service|order)|bad|fake|not valid|number changed|"
    r"falsch\w*|ungueltig\w*|nicht (?:vergeben|gueltig|zugeteilt)|kein anschluss(?: unter dieser nummer)?|abgeschaltet|ausser betrieb|fehlerhaft\w*|"
    r"faux|fausse|errone\w*|invalide|non (?:attribue|valide|valido|valida)|hors service|no valido|incorrect[oa]|equivocad[oa]|sbagliat[oa]|errat[oa]|ongeldig|verkeerd|niet geldig|"
    r"bledn\w*|nieprawidlow\w*|niewazn\w*"
)
_NUMBER_WORD = r"(?:phone |telephone |telefon ?|ruf ?|handy ?|mobil\w* |cell |numero |numer |numero de telephone )?(?:number|no|nr|nummer|line|numero|numer|telephone|telefono|anschluss|phone)"
_A_MACHINE = r"(?:tele)?fax(?: ?(?:machine|geraet|nummer|number|line|anschluss|only|tone|ton|signal))?|nur fax|telecopie|telecopieur|pager|modem"
_FLAWED = re.compile(
    rf"(?:{_A_FLAW})(?: {_NUMBER_WORD})?|{_NUMBER_WORD} (?:is |ist |est )?(?:{_A_FLAW})|{_A_MACHINE}|wn"
)
# Below a name that speaks of numbers shorter words say the same.
_NOT_VALID = re.compile(
    rf"(?:no|nein|non|nee|false|0|{_A_FLAW}|inactive|dead|absent(?: subscriber)?|unreachable|bounced|failed|undeliverable|not found|inaktiv|tot|nicht erreichbar|abgemeldet|veraltet|inactif|"
    rf"old|former|previous|outdated|alt\w{{0,2}}|ehemalig\w*|frueher\w*|ancien\w*|vieux|viej[oa]|vecchi[oa]|oud|star[ye])(?: {_NUMBER_WORD})?"
)
_VALID = re.compile(
    r"\A(?:ok|okay|valid\w*|good|active|aktiv|correct|richtig|g[üu]ltig|valide|bon|works|working|reachable|erreichbar|verified)\W*\Z",
    re.I,
)
_IS_NUMBER = re.compile(r"\A[+(0-9][\d ()/.+\-]{6,30}\Z")
_NUMBER = r"(?:phone|telephone|telefon|handy|mobil|mobile|cell|landline|festnetz|number|nummer|rufnummer|tel|numero|line|anschluss|telefono|telefoon|numer)\w*"
_FLAW = r"(?:wrong|invalid|bad|disconnected|dead|incorrect|fake|unreachable|not in service|out of service|bounced|falsch\w*|ungueltig\w*|veraltet\w*|tot|nicht vergeben|faux|fausse|errone\w*|invalide|non attribue|incorrect\w*|sbagliato|errato|equivocado|invalido|ongeldig|verkeerd|nieprawidlow\w*|bledn\w*|no valid[oa]|non valid\w*|nicht gueltig|not valid|unassigned|bounced?|hors service)"
_NAMES_A_FLAW = re.compile(
    rf"\b{_NUMBER}(?: \w{{1,20}}){{0,2}}? {_FLAW}\b|\b{_FLAW} {_NUMBER}|^(?:is |ist )?(?:disconnected|invalid|wrong|unreachable|unassigned|not in service|out of service|nicht vergeben|hors service|non attribue|fax|fax only|nur fax)(?: number)?(?: (?:date|at|on|since|flag|seit|am))?$|^(?:is|ist|est) (?:a |an |ein |un )?(?:tele)?fax\w*|"
    rf"kein anschluss|\b(?:tele)?fax (?:flag|kennzeichen|line|number flag)|\b{_NUMBER} (?:is |ist )(?:a )?(?:tele)?fax"
)


def names_a_flaw(folded: str) -> bool:
    """Whether a column's name says that a yes below it makes the row's number a wrong one, or a machine's."""
    return bool(_NAMES_A_FLAW.search(folded))


def says_valid(cell: str) -> bool:
    """Whether a cell says that a number is right, or is a number itself."""
    text = cell.strip()
    return bool(_VALID.match(text) or _IS_NUMBER.match(text))


def says_not_valid(cell: str) -> bool:
    """Whether a cell about a number says that it is not right."""
    return bool(_NOT_VALID.fullmatch(fold(cell[:_LONGEST_ENTRY])))


def says_flawed(cell: str) -> bool:
    """Whether an entry is nothing but a flaw of a number, or a machine's name: `wrong number`, `Fax`."""
    return bool(_FLAWED.fullmatch(fold(cell[:_LONGEST_ENTRY])))


def _says(pattern: re.Pattern[str], text: str) -> bool:
    if len(text) < _LONG:
        return bool(pattern.search(text))
    return pc.match_substring_regex(pa.array([text]), pattern.pattern)[0].as_py()


def calls_for_silence(text: str) -> bool:
    """Whether a text asks not to be called, whatever else it says."""
    return _says(_SILENCE_RE, text)


def says_silence(text: str) -> bool:
    """Whether text beside a number asks not to be called."""
    return calls_for_silence(text) or fold(text) in STOP


def speaks_of_calls(text: str) -> bool:
    """Whether a text names calls; one in a column about e-mail means e-mail otherwise."""
    return bool(re.search(r"phone|telefon|call|anruf|appel", text, re.I))


@lru_cache(maxsize=65536)
def remark(cell: str, *, notes: bool) -> Remark:
    """Meaning of a cell of free text for calling. `notes` is false for names, companies and professions."""
    found = _remark(cell, notes=notes)
    if found is Remark.NOTHING and (joined := _SPREAD.sub(_without_gaps, cell)) != cell:
        return Remark.DO_NOT_CALL if fold(joined) in _STOP_JOINED else _remark(joined, notes=notes)
    return found


def _remark(cell: str, *, notes: bool) -> Remark:
    phrase = fold(cell) if len(cell) < 60 else ""
    if phrase in _STOP_ALONE:
        return Remark.DO_NOT_CALL
    if _says(_SILENCE_RE, cell) or (notes and (phrase in _STOP_SHORT or _says(_NOTES_RE, cell))):
        return Remark.MAYBE_NOT
    return Remark.WRONG_NUMBER if notes and _says(_WRONG_NUMBER_RE, cell) else Remark.NOTHING


def _without_gaps(spread: re.Match[str]) -> str:
    return _GAPS.sub("", spread.group())
