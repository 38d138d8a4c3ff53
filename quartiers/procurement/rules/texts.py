r"""What the text of a clause suggests: where the bidder is, a label, the company's own policy, personal data.

Case, accents and the form of apostrophes do not count. A text is read sentence by sentence: what denies («aucune
condition d’implantation») stops a sentence, not the next one. A text suggests; what the buyer answers decides.
"""

import re
import unicodedata
from collections.abc import Callable

#: A line that was cut goes on: only a blank line, a bullet or a word with a capital starts another sentence.
SENTENCE = re.compile(r"(?<=[.;!?…])\s+|\n\s*\n+|\n(?=\s*(?:[-–•*]|\d+[.)]|[A-ZÀ-Þ][a-zà-ÿ’' ]))")
NOT_WORDS = re.compile(r"[^a-z0-9%]+")
UP_TO, GAP = re.compile(r"~(\d) "), r"(?:\\w+ ){0,\1}?"
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def folded(text: str) -> str:
    """Words in lower case without accents, one space between them, and around the whole.

    >>> folded("L’Entreprise, établie à Béziers")
    ' l entreprise etablie a beziers '
    """
    bare = unicodedata.normalize("NFKD", text.translate(LIGATURES).replace("\u00ad", "").replace("\u200b", ""))
    letters = "".join(char for char in bare if not unicodedata.combining(char)).casefold()
    return f" {NOT_WORDS.sub(' ', letters).strip()} "


def sentences(text: str) -> list[tuple[str, str]]:
    """Each sentence as it is written, and folded."""
    found = [one.strip() for one in SENTENCE.split(text)]
    return [(one, folded(one)) for one in found if one]


def _any(*patterns: str) -> re.Pattern[str]:
    """One of these patterns of folded words; ``~3`` stands for three words at most, whatever they are."""
    return re.compile("|".join(f"(?:{UP_TO.sub(GAP, one)})" for one in patterns))


COMPANY = (
    "(?:entreprises?|societes?|titulaires?|candidate?s?|soumissionnaires?|prestataires?|fournisseurs?|operateurs?|"
    "artisans?|pme|tpe|cotraitants?|cocontractants?|sous traitants?|producteurs?|exploitants?|exploitations?|"
    "attributaires?|groupements?|etablissements?|traiteurs?|commercants?|maraichers?|agriculteurs?)"
)
PLACE = (
    "(?:departements?|communes?|villes?|regions?|cantons?|agglomerations?|metropoles?|arrondissements?|"
    "territoires?(?! (?:de l union|europeen|des etats membres))|intercommunalites?|bassins?(?: de vie| d emploi)?|"
    "quartiers?|perimetre|secteur geographique)"
)
NEAR = r"(?:a moins de|dans un rayon de|a proximite|au plus pres|a \w+ km|a \w+ kilometres)"
LOCAL = (
    "(?:locale?s?|locaux|regionale?s?|regionaux|departementale?s?|departementaux|communale?s?|occitane?s?|"
    "de proximite|du (?:departement|territoire|terroir|bassin|canton|cru)|de la (?:commune|region|ville|metropole)|"
    "de l agglomeration)"
)
SET_UP = (
    "(?:implante\\w*|installe(?:e|s|es)?|etabli\\w*|situe\\w*|localise\\w*|domicilie\\w*|base(?:e|s|es)?|"
    "immatricule\\w*|inscrit\\w*|present\\w*|heberge\\w*|se trouve\\w*|se situe\\w*)"
)
IS = (
    "(?:est|sont|soit|soient|sera|seront|serait|etre|etant|qui est|qui sont|reellement|effectivement|deja|bien|"
    "physiquement)"
)
DENIED = _any(
    " (?:aucune?s?|sans|nulle?s?) ~3 (?:conditions?|exigences?|preferences?|criteres?|obligations?|"
    "consideration|avantage|priorite|labels?|certification|politique|demarche|donnees?|pieces?|copie|document|"
    "information|justificatif|derogations?|deroger) ",
    " quel(?:le)?s? que soi(?:en)?t ",
    " (?:n est|ne sont|n est donc) (?:pas|plus|jamais|nullement) ~2 (?:exigee?s?|requise?s?|demandee?s?|"
    "necessaires?|imposee?s?|une condition|prise?s? en compte|transmise?s?|collectee?s?|conservee?s?|deroge) ",
    " (?:ne|n) ~2 (?:exige\\w*|demande\\w*|impose\\w*|tient|tiennent|collecte\\w*|transmet\\w*|conserve\\w*"
    "|communique\\w*|deroge\\w*|peut etre exigee?|recueille\\w*) ~2 (?:pas|ni|aucune?|jamais|nulle?) ",
    " (?:ne|n) ~2 (?:doit|doivent|peut|peuvent|saurait) (?:pas|en aucun cas|jamais)? ?~2 "
    "(?:exiger|demander|imposer|etre exigee?s?|etre demandee?s?|transmettre|collecter|conserver|contenir|comporter|"
    "etre transmise?s?|etre collectee?s?|figurer) ",
    " (?:independamment|indifferemment) ",
    " peu importe ",
    " ou qu (?:elles?|ils?) soi(?:en)?t ",
    " il est interdit (?:d|de) (?:exiger|demander|imposer|collecter|transmettre|conserver) ",
    " interdiction (?:d|de) (?:exiger|demander|collecter|transmettre|conserver) ",
)

#: Where the bidder is.
SEAT = _any(
    f" siege (?:social )?~3 (?:{IS} |doit |devra |doivent |obligatoirement |imperativement )*"
    f"{SET_UP} (?:{NEAR}|dans|a|en|sur|au|aux) ",
    f" (?:{COMPANY}|dont le|ayant (?:son|leur|un)|disposer? d un|disposant d un|avoir (?:son|leur)|justifi\\w+ d un|"
    f"(?:son|leurs?)) ~3 (?:siege|agence|etablissement|antenne|atelier|depot) (?:social |principal |secondaire )?"
    f"(?:{IS} )*(?:(?:{SET_UP}) )?(?:{NEAR}|dans|sur|au sein) ~4 (?:{PLACE}|km|kilometres) ",
    f" {COMPANY} ~4 {IS} ~2 {SET_UP} ~3 (?:{NEAR}|dans|sur|localement|au sein) ~4 (?:{PLACE}|km|kilometres) ",
    f" {COMPANY} (?:(?:{IS} )*)(?:implantee?s?|installee|installes|installees|etablie?s?|situee?s?|localisee?s?|"
    f"domiciliee?s?|basee?s?|immatriculee?s?) (?:uniquement |exclusivement )?(?:localement|{NEAR}|"
    "(?:dans|sur|en|au sein|a l interieur) ~3 "
    f"(?:departements?|regions?|communes?|villes?|metropoles?|agglomerations?|"
    f"territoires?(?! de l union)|cantons?|bassins?|occitanie|france|perimetre)) ",
    f" {COMPANY} {LOCAL} ",
    f" {COMPANY} ~3 {IS} (?:locales?|locaux|regionales?|departementales?) ",
    f" (?:preference|priorite|bonus|bonification|avantage|points?|favori\\w+|privilegi\\w+|reserve\\w*) ~6 "
    f"(?:aux |les |des |de )?{COMPANY} ~2 {LOCAL} ",
    " (?:preference|prime|clause de preference) (?:locale|regionale|departementale|geographique|territoriale) ",
    " implantation (?:geographique|locale|departementale|regionale|territoriale) ~4 "
    f"(?:{COMPANY}|exigee|notee|appreciee|requise|obligatoire) ",
    " siege (?:social )?(?:a|en|dans|sur) ~4 (?:obligatoire|exigee?|imposee?|requis) ",
    " (?:justifi\\w+|dispos\\w+|avoir|ayant) (?:d )?une (?:implantation|agence|antenne) (?:locale|dans|sur|en|a) ",
    f" {COMPANY} (?:exterieure?s?|etrangere?s?) (?:au|a la|a l) {PLACE} ",
    " (?:notee?s?|appreciee?s?|jugee?s?|evaluee?s?) ~6 (?:sa|leur|la) (?:localisation|implantation|proximite) ",
    " critere ~2 (?:geographique|d implantation|de localisation|de proximite geographique) ",
    f" (?:proximite|eloignement|distance) (?:geographique )?(?:du|des|de l|de la|de son|de leur|entre le) "
    f"(?:siege|agence|etablissement|{COMPANY}) ",
    f" (?:ancrage|enracinement) (?:local|territorial|geographique) ~3 (?:du|de l|de la|des) {COMPANY} ",
    f" {COMPANY} ~4 (?:ancrage|enracinement) (?:local|territorial|geographique) ",
    f" localisation (?:geographique )?(?:du|des|de l|de la) {COMPANY} ",
    " (?:immatricul\\w+|inscrit\\w*|inscription) ~6 (?:chambre de metiers|chambre de commerce|registre du "
    "commerce|rcs|repertoire des metiers) (?:et des societes )?~3 (?:du departement|de la region|de la ville)"
    " ",
    f" (?:siege|{COMPANY}) ~4 (?:a moins de|dans un rayon de) ~3 (?:km|kilometres) ",
    f" seule?s? ~3 {COMPANY} ~8 (?:du|de la|de l) {PLACE} ",
    f" {COMPANY} (?:\\w+ )?(?:a|ont|ait|aient|avoir|ayant|(?:doit|doivent|devra|devront) avoir) (?:son|leurs?|un) "
    "sieges? (?:social |sociaux )?(?:a|en|dans|sur|au|aux) ",
    f" {COMPANY} ~3 (?:possed\\w+|detien\\w+|dispos\\w+|justifi\\w+) ~2 (?:locaux|bureaux|ateliers?|entrepots?|"
    f"depots?) ~2 (?:dans|sur|au sein|en) ~3 {PLACE} ",
)
#: What speaks of the place of the work, not of the bidder's.
NOT_THE_SEAT = _any(
    " entreprises? d insertion (?:locale|du territoire|de proximite)",
    f" (?:informe|contacte|associe|rencontre|sollicite|consulte|oriente vers) ~4 {COMPANY} ",
)
GOODS = (
    "(?:produits?|denrees?|aliments?|legumes?|fruits?|viandes?|pains?|laits?|yaourts?|fromages?|volailles?|oeufs?|"
    "materiaux|materiau|bois|pierres?|fournitures?|matieres? premieres?|repas|plats?|marchandises?|equipements?|"
    "mobiliers?|vetements?|textiles?|vegetaux|plants?)"
)
COUNTRY = (
    "(?:departement|region|commune|canton|agglomeration|metropole|territoire (?!de l union|europeen)|terroir|france|"
    "occitanie|bretagne|normandie|aude|herault|gard|bassin|pays)"
)
#: Where goods come from.
ORIGIN = _any(
    f" {GOODS} ~2 (?:locaux|locales?|regionaux|regionales?|departementaux|departementales?|occitane?s?|"
    f"du departement|du terroir|de la region|de la commune|du territoire|francais|francaises?) ",
    f" {GOODS} ~6 (?:issue?s?|provenant|proviennent|provient|provenir|originaires?|cultive\\w*|produits?|"
    f"produites?|fabrique\\w*|elabore\\w*|transforme\\w*|eleve\\w*|recolte\\w*|d origine) ~3 "
    f"(?:dans|du|de|d|en|sur) ~2 {COUNTRY} ",
    f" {GOODS} ~6 (?:issue?s?|provenant|cultive\\w*|produits?|produites?|fabrique\\w*|recolte\\w*) "
    f"~3 (?:a moins de|dans un rayon de) ~3 (?:km|kilometres) ",
    " (?:origine|provenance) ~2 (?:locale|regionale|departementale|francaise|geographique) ~3 "
    "(?:exigee|imposee|obligatoire|requise|notee|des produits|des denrees|des materiaux|du bois) ",
    " (?:fabriquee?s?|produite?s?) (?:exclusivement |uniquement |obligatoirement )?en (?:france|occitanie|region) ",
    f" {GOODS} ~4 d origine (?:francaise|locale|regionale|departementale)s? ",
    f" {GOODS} ~3 (?:issue?s?|provien\\w+|provenant|provenir) ~2 (?:carrieres?|fermes?|scieries?|forets?|"
    f"exploitations?) {LOCAL} ",
    " made in france ",
    " fabrication (?:francaise|locale|regionale) ",
    " origine france ",
    f" (?:approvisionnements?|achats?) ~3 (?:aupres de |chez (?:des |les )?){COMPANY} {LOCAL} ",
)
NOT_GOODS = _any(
    " (?:dechets?|biodechets?|deblais|eaux|compost|energie|emissions?|nuisances?) ~3 (?:issue?s?|produite?s?|"
    "provenant|collecte\\w*|trie\\w*) "
)

#: A label, a mark or a certificate that is required by its name.
LABELLED = _any(
    " (?:eco ?)?labels? ",
    " (?:labelise|labellise|certifie)(?:e|s|es)? ",
    " certifications? (?!cerfa)",
    " (?:ange bleu|der blaue engel|nordic swan|cygne blanc|ecocert|fsc|pefc|nf environnement|energy star|epeat|"
    "ecolabel|oeko tex|gots|max havelaar|fairtrade|bio equitable|agriculture biologique|label rouge|natureplus|"
    "vegetal local|hqe|breeam|nf habitat|greenguard|tco) ",
)
NOT_A_LABEL = _any(
    " label (?:obtenu|deja obtenu|affiche) ",
    " label (?:de la|du) (?:clause|lot|marche|contrat) ",
    " (?:certifie|certifient|atteste) (?:que|sur l honneur|avoir|l exactitude|conforme|exact) ",
    " cite de l emploi ",
    " (?:attestations?|comptes?|etats?|declarations?|bilans?|factures?) certifiee?s? par ",
    " (?:copie|conforme|service|factures?|releves?|quantites?|pesees?) certifiee?s? (?:conforme)? ?",
    " certificat (?:de|d) (?!conformite au label)",
)
EQUIVALENT = _any(
    r" ou (?:\w+ ){0,8}?equivalente?s? ", r" equivalente?s? (?:est|sont|seront|sera) (?:\w+ )?acceptee?s? "
)

#: The company as a whole, not this contract.
GENERAL_POLICY = _any(
    " (?:politique|demarche|strategie|engagements?|charte|bilan|rapport|performances?|notation|maturite|actions?|"
    "certification|label|investissement) ~3 (?:rse|responsabilite (?:societale|sociale)|"
    "developpement durable|diversite|egalite professionnelle|mecenat) ",
    " (?:politique|demarche|strategie|engagements?) ~3 (?:sociale?s?|environnementale?s?|d insertion|"
    "d egalite|de mixite|climat|ethique) (?:generale?s? )?(?:de l |du |de la |des |de son |de leur |d )(?:ensemble )?"
    f"(?:de l |du |de la |des )?(?:{COMPANY}|groupe) ",
    " politique generale (?:de l |du |de la |des )(?:entreprises?|candidats?|soumissionnaires?|titulaires?|societes?|"
    "groupe) ",
    " (?:sa|leur|leurs|ses) (?:propre )?(?:politique|demarche|strategie) ~2 (?:rse|sociale|environnementale|"
    "de developpement durable|d achats responsables|societale) ",
    " responsabilite (?:societale|sociale) (?:des? |de l |de la |du )(?:entreprises?|organisations?|candidats?|"
    "soumissionnaires?|titulaires?|societes?) ",
    " (?:ensemble|totalite|globalite) (?:de ses|de leurs|des|de son|de l) (?:\\w+ )?(?:activites?|effectifs?|salaries|"
    "personnels?) (?:de l entreprise|du groupe|de la societe|du candidat|du soumissionnaire)? ?",
    " rse ",
    " entreprise a mission ",
    " (?:engagements?|maturite|performances?) (?:societale?s?|societaux|citoyens?) (?:de l |du |de la |des )"
    f"{COMPANY} ",
    " index ~2 egalite (?:professionnelle|femmes hommes|hommes femmes) ",
    " b corp ",
)
OF_THIS_CONTRACT = _any(
    " (?:pour|dans le cadre de|lors de|pendant|durant|au titre de|a l occasion de|liee?s? a|concernant|relative?s? a) "
    "l execution (?:du|des|de la|de ce|de l) ",
    " (?:pour|dans le cadre du|au titre du|dans|propres? (?:au|a ce)|affectee?s? (?:au|a ce)|dedie\\w* (?:au|a ce)|"
    "mobilise\\w* (?:sur|pour)|liee?s? (?:au|a l objet du)|specifique\\w* (?:au|a ce)) "
    "(?:le |ce |du )?(?:present |seul |meme )?"
    "(?:marche|contrat|chantier|lot|accord cadre|objet du marche)(?: \\w+)? ",
    " (?:ce|du present|le present|du seul) (?:marche|contrat|chantier|lot) ",
    " (?:prestations|travaux|fournitures) (?:objet )?du (?:present )?marche ",
    " (?:sur|dans) le chantier ",
)

#: Derogations to a CCAG that no list gathers.
DEROGATES = _any(" derog\\w+ (?:\\w+ ){0,10}?(?:ccag|cahier des clauses administratives generales) ",
                 " (?:ccag|cahier des clauses administratives generales) ~8 derog\\w+ ")  # fmt: skip
LISTED = _any(
    " (?:liste\\w*|recapitul\\w+|recense\\w*|enumer\\w+|tableau|indique\\w*|mentionne\\w*|reprise?s?) ~6 "
    "derogations? ",
    " derogations? ~8 (?:liste\\w*|recapitul\\w+|recense\\w*|enumer\\w+|reprise?s?|mentionne\\w*|figur\\w+) ",
    " (?:sans|ne|n) ~2 derog\\w+ ",
    " conformement a l article ~8 ccag ",
)

PERSON = "(?:beneficiaires?|participants?|salariee?s?|personnes?|habitante?s?|demandeurs? d emploi)"
#: Proofs that the facilitator sees, and that nobody else needs.
PROOFS = _any(
    " (?:transm\\w+|fourni\\w*|join\\w+|remet\\w*|communiqu\\w+|produi\\w+|adress\\w+|envo\\w+) ~4 "
    "(?:attestations?|justificatifs?|notifications?|avis|releves?) ~2 "
    "(?:rsa|caf|ass|aah|imposition|pole emploi|allocataires?) ",
    " (?:transm\\w+|fourni\\w*|join\\w+|remet\\w*|communiqu\\w+|produi\\w+|adress\\w+|envo\\w+) ~3 "
    "reconnaissances? ~4 (?:handicapee?s?|rqth) ",
)
TO_THE_FACILITATOR = _any(" (?:au facilitateur|a la facilitatrice|aux facilitateurs) ")

#: More of a person than the clause needs.
PERSONAL = _any(
    " (?:n|no|num|numeros?) (?:de |d )(?:securite sociale|secu|assure social|assurance maladie) ",
    " numeros? (?:d )?(?:allocataires?|caf) ",
    f" situations? (?:sociale|financiere|administrative) (?:et \\w+ )?(?:des |de chaque |du |de la ){PERSON} ",
    f" (?:adresses?|numeros? de telephone|telephones?) (?:et \\w+ )?(?:personnel\\w+ )?(?:des |de chaque |du )"
    f"(?!personnes? ){PERSON} ",
    " (?:numeros? )?nir ",
    " carte vitale ",
    " (?:copies?|photocopies?|scans?|numerisation) ~3 (?:pieces? d identite|cartes? (?:nationales? )?"
    "d identite|titres? de sejour|passeports?) ",
    " (?:pieces? d identite|cartes? (?:nationales? )?d identite|titres? de sejour|passeports?) ~4 (?:des? |"
    "de chaque |du )~2 (?:salarie\\w*|personne\\w*|beneficiaire\\w*|participant\\w*|habitant\\w*|candidat\\w*) ",
    " casiers? judiciaires? ",
    " (?:dossiers?|certificats?|donnees|diagnostics?|antecedents|bilans?) (?:medica\\w+|de sante) ",
    " etat de sante ",
    " nature ~2 handicap ",
    " (?:notifications?|attestations?|decisions?|justificatifs?|copies?) ~3 (?:rqth|mdph|aah) ",
    " (?:origine ethnique|origines? des (?:salaries|personnes)|nationalites? des|religion|confession|appartenance "
    "syndicale|opinions? politiques?|orientation sexuelle) ",
    " situations? (?:familiale|matrimoniale|de famille) ",
    " (?:adresses? (?:personnelle|postale|du domicile)|domicile) ~3 (?:des? |de chaque |du )(?:\\w+ )?"
    "(?:salarie\\w*|personne\\w*|beneficiaire\\w*|participant\\w*) ",
    " (?:dates? et lieux? de naissance|lieux? de naissance|dates? de naissance) ",
    " (?:releves? d identite bancaire|rib|coordonnees bancaires|comptes? bancaires?) (?:des?|de chaque|du) (?:\\w+ )?"
    "(?:salarie\\w*|personne\\w*|beneficiaire\\w*|participant\\w*) ",
    " (?:bulletins? de salaire|fiches? de paie) ~3 (?:de l ensemble|de tous|de chaque|nominatifs?) ",
)


def first(text: str, fires: Callable[[str], bool]) -> str:
    """The first sentence of this text that fires, as it is written; empty when none does."""
    return next((written for written, words in sentences(text) if fires(words)), "")


def names_a_seat_or_an_origin(words: str) -> bool:
    if DENIED.search(words):
        return False
    seat = SEAT.search(words) and not NOT_THE_SEAT.search(words)
    origin = ORIGIN.search(words) and not NOT_GOODS.search(words)
    return bool(seat or origin)


def asks_for_a_label(words: str) -> bool:
    return bool(LABELLED.search(words) and not NOT_A_LABEL.search(words) and not DENIED.search(words))


def accepts_equivalents(text: str) -> bool:
    return bool(EQUIVALENT.search(folded(text)))


def speaks_of_general_policy(words: str) -> bool:
    found = GENERAL_POLICY.search(words)
    return bool(found and not OF_THIS_CONTRACT.search(words) and not DENIED.search(words))


def derogates(words: str) -> bool:
    return bool(DEROGATES.search(words) and not LISTED.search(words) and not DENIED.search(words))


def asks_for_personal_data(words: str) -> bool:
    asked = PERSONAL.search(words) or (PROOFS.search(words) and not TO_THE_FACILITATOR.search(words))
    return bool(asked and not DENIED.search(words))


#: Hours of insertion, in a condition or a criterion.
INSERTION_HOURS = _any(
    " heures? (?:de travail )?(?:d |en )?insertion ",
    " (?:\\d+|nombre|volume|minimum|quota) ~3 heures? ~8 (?:insertion|eloignees? de l emploi|demandeurs? d emploi) ",
    " clause (?:sociale )?d insertion ",
)
BEYOND = _any(
    " au dela ",
    " (?:en plus|en sus) (?:du|de|des) ",
    " (?:supplementaires?|surplus|excedant|excedentaires?|additionnelles?|superieure?s? (?:a|au)|depass\\w+) ",
)
ONE_WAY = _any(
    " (?:exclusivement|uniquement|seulement|obligatoirement|imperativement) ~5 (?:embauches?(?: directes?)?|"
    "mises? a disposition|interim|sous traitance|co ?traitance|recrutements? directs?|ett?i|geiq) ",
    " (?:embauches? directes?|mises? a disposition|sous traitance) ~4 (?:exclusivement|uniquement|a l exclusion de) ",
)


def speaks_of_insertion_hours(text: str) -> bool:
    return bool(INSERTION_HOURS.search(folded(text)))


def counts_beyond_the_minimum(text: str) -> bool:
    return bool(BEYOND.search(folded(text)))


def imposes_one_way(words: str) -> bool:
    return bool(ONE_WAY.search(words) and not DENIED.search(words))
