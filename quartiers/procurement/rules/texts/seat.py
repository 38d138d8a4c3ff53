"""Where the bidder is, or where goods come from."""

from quartiers.procurement.rules.localities import INHABITANT, TERRITORY
from quartiers.procurement.rules.texts.words import COMPANY, DENIED, LOCAL, PLACE, PREMISES, AnyOf

#: A place that is no place of the contract: «à Nîmes», «dans le Gard», not «dans son offre» nor «sur le chantier».
SOMEWHERE = (
    "(?:dans|en|a|au|aux|sur|hors|hors de|hors du) (?!(?:(?:le |la |l |les |un |une |son |sa |ses |leurs? |ce |cette |"
    "tout |tous |chaque |du |de |des |cet )*(?:offre|dossier|acte|candidature|annexes?|formulaire|memoire|bordereau|"
    "chantier|site|emprise|locaux|place|enceinte|batiments?|ecoles?|cadre|delais?|jours?|moment|disposition|acheteur|"
    "maitre|maitrise|pouvoir|facilitateur|facilitatrice|compter|partir|suite|personne|titulaire|marche|contrat|lot|"
    "semaine|mois|heures?|etats?|union|pays|espace|convocation|reunions?|titre|cas|matiere|vue|etat)) )"
)
NEAR = r"(?:a moins d|a moins de|dans un rayon de|a proximite|au plus pres|a \w+ km|a \w+ kilometres)"
SET_UP = (
    "(?:implante\\w*|installe(?:e|s|es)?|etabli\\w*|situe\\w*|localise\\w*|domicilie\\w*|base(?:e|s|es)?|"
    "immatricule\\w*|inscrit\\w*|present\\w*|heberge\\w*|se trouve\\w*|se situe\\w*)"
)
IS = (
    "(?:est|sont|soit|soient|sera|seront|serait|etre|etant|qui est|qui sont|reellement|effectivement|deja|bien|"
    "physiquement)"
)
#: Where the bidder is.
SEAT = AnyOf(
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
    " (?:justifi\\w+|dispos\\w+|avoir|ayant) (?:d )?une (?:implantation|agence|antenne|presence) (?:locale|dans|sur|"
    "en|a) ",
    f" {COMPANY} (?:exterieure?s?|etrangere?s?) (?:au|a la|a l) {PLACE} ",
    " (?:notee?s?|appreciee?s?|jugee?s?|evaluee?s?) ~6 (?:sa|leur|la) (?:localisation|implantation|proximite) ",
    " critere ~2 (?:geographique|d implantation|de localisation|de proximite geographique) ",
    f" (?:proximite|eloignement|distance) (?:geographique )?(?:du|des|de l|de la|de son|de leur|entre le) "
    f"(?:siege|agence|etablissement|{COMPANY}) ",
    f" (?:ancrage|enracinement) (?:local|territorial|geographique) ~3 (?:du|de l|de la|des) {COMPANY} ",
    f" {COMPANY} ~4 (?:ancrage|enracinement) (?:local|territorial|geographique) ",
    f" localisation (?:geographique )?(?:du|des|de l|de la) (?:{COMPANY}|{PREMISES}) ",
    f" {COMPANY} ~1 (?:dispos\\w+|ayant|justifi\\w+) d une adresse ~1 dans ~2 {PLACE} ",
    f" parmi (?:celles|ceux) {LOCAL} ",
    " (?:immatricul\\w+|inscrit\\w*|inscription) ~6 (?:chambre de metiers|chambre de commerce|registre du "
    "commerce|rcs|repertoire des metiers) (?:et des societes )?~3 (?:du departement|de la region|de la ville)"
    " ",
    f" (?:siege|{COMPANY}) ~4 (?:a moins de|dans un rayon de) ~3 (?:km|kilometres) ",
    f" seule?s? ~3 {COMPANY} ~8 (?:du|de la|de l) {PLACE} ",
    f" {COMPANY} (?:\\w+ )?(?:a|ont|ait|aient|aura|auront|avoir|ayant|(?:doit|doivent|devra|devront) avoir) (?:son|"
    f"leurs?|un|une|des|ses) {PREMISES} (?:social |sociaux )?{SOMEWHERE}",
    f" siege social (?:situe )?{SOMEWHERE}",
    f" {COMPANY} (?:\\w+ )?(?:(?:doit|doivent|devra|devront) )?(?:avoir|ayant|dispos\\w+|possed\\w+|detien\\w+|"
    f"detenir|justifi\\w+) "
    f"(?:d un|d une|un|une|de son|de leurs?|des|de) {PREMISES} (?:\\w+ ){{0,2}}?{SOMEWHERE}",
    f" {COMPANY} ~3 dont (?:le |la |l |les |leurs? )(?:\\w+ )?{PREMISES} (?:social |sociaux )?(?:{IS} |{SET_UP} |ne "
    f"|pas |n )*"
    f"(?:{NEAR} |{SOMEWHERE})",
    f" {COMPANY} ~2 {IS} {SET_UP} (?:uniquement |exclusivement )?{SOMEWHERE}",
    f" {COMPANY} (?:implantee?s?|installees?|domiciliee?s?|basee?s?|etablie?s?|situee?s?|localisee?s?) {SOMEWHERE}",
    f" (?:agences?|sieges?|succursales?)(?! (?:de|du|des|d) ) ~5 {SET_UP} {SOMEWHERE}",
    f" (?:son|sa|leurs?) {PREMISES} ~2 {NEAR} ",
    f" {COMPANY} ~1 {IS} ~1 {LOCAL} ",
    f" (?:distance|proximite|eloignement) (?:geographique )?entre ~2 {PREMISES} ",
    f" {PREMISES} (?:social )?(?:du |de l |de la |des ){COMPANY} (?:(?:doit|doivent|devra|devront) )?(?:etre "
    f")?(?:{IS} )*{SET_UP} ",
)
#: What speaks of the place of the work, not of the bidder's.
NOT_THE_SEAT = AnyOf(
    " entreprises? d insertion (?:locale|du territoire|de proximite)",
    " (?:acheteur|collectivite|pouvoir adjudicateur|maitre d ouvrage|communaute|office|commune|ville|departement|"
    "region|"
    "etablissement public) ~6 (?:dont le|a son|son) siege ",
    f" (?:informe\\w*|contacte\\w*|associe\\w*|rencontre\\w*|sollicite\\w*|consulte\\w*|oriente vers|coordonne\\w*|"
    f"livre\\w*|"
    f"previe\\w+) ~4 {COMPANY} ",
)
#: Only people who live here.
RESIDENTS_ONLY = AnyOf(
    " (?:personnels?|main d oeuvre|salarie\\w*) (?:locale?s?|locaux) ~3 (?:exclusi\\w+|uniquement|exigee?s?|"
    "obligatoires?) ",
    f" (?:personnels?|salarie\\w*|travailleurs?|ouvriers?|agents?) ~4 (?:resid\\w+|domicili\\w+) {SOMEWHERE}",
    f" (?:personnels?|salarie\\w*|travailleurs?|equipes?|employe\\w*|agents?|ouvriers?|intervenants?|main d oeuvre) "
    f"~4 (?:resid\\w+|"
    f"habit\\w+|domicili\\w+|demeur\\w+) ~3 (?:dans|a|en|sur|au|la|le|l) ~2 {PLACE} ",
    f" (?:exclusivement|uniquement|seulement|que|seuls?|seules|reserve\\w*) ~6 (?:habitante?s?|residente?s?|"
    f"riverains?) "
    f"~2 (?:de|du|des|d) ~2 {PLACE} ",
    " (?:embauches?|recrutements?|main d oeuvre|personnels?|emplois?) (?:exclusivement |uniquement )?"
    "(?:locale?s?|locaux) (?:exclusivement |uniquement )?(?:exigee?s?|obligatoires?|imposee?s?|requise?s?) ",
    f" {COMPANY} ~3 (?:possed\\w+|detien\\w+|dispos\\w+|justifi\\w+) ~2 (?:locaux|bureaux|ateliers?|entrepots?|"
    f"depots?) ~2 (?:dans|sur|au sein|en) ~3 {PLACE} ",
)
#: Residents named among the people that a clause helps.
ELIGIBLE = AnyOf(
    " (?:quartiers?|qpv|eloignee?s? de l emploi|publics? eligibles?|sans exclure|autres publics|en insertion) ",
)
GOODS = (
    "(?:produits?|denrees?|aliments?|legumes?|fruits?|viandes?|pains?|laits?|yaourts?|fromages?|volailles?|oeufs?|"
    "materiaux|materiau|bois|pierres?|fournitures?|matieres? premieres?|repas|plats?|marchandises?|equipements?|"
    "agneaux|animaux|bovins?|porcs?|materiels?|miels?|poissons?|boissons?|cereales?|farines?|huiles?|confitures?|"
    "mobiliers?|vetements?|textiles?|"
    "vegetaux|plants?)"
)
COUNTRY = (
    "(?:departement|region|commune|canton|agglomeration|metropole|territoire (?!de l union|europeen)|terroir|france|"
    f"bassin|pays|parc (?:national|naturel)|{TERRITORY})"
)
FARM = "(?:carrieres?|fermes?|scieries?|forets?|exploitations?|elevages?|vergers?|abattoirs?|producteurs?|jardins?)"
#: Where goods come from.
ORIGIN = AnyOf(
    f" {GOODS} ~2 (?:locaux|locales?|regionaux|regionales?|departementaux|departementales?|occitane?s?|"
    f"du departement|du terroir|de la region|de la commune|du territoire|francais|francaises?) ",
    f" {GOODS} ~6 (?:issue?s?|provenant|proviennent|provient|provenir|originaires?|cultive\\w*|produits?|"
    f"produites?|fabrique\\w*|elabore\\w*|transforme\\w*|eleve\\w*|nes|abattue?s?|recolte\\w*|d origine) ~3 "
    f"(?:dans|du|de|d|en|sur) ~2 {COUNTRY} ",
    f" {GOODS} ~6 (?:issue?s?|provenant|cultive\\w*|produits?|produites?|fabrique\\w*|recolte\\w*) "
    f"~3 (?:a moins de|dans un rayon de) ~3 (?:km|kilometres) ",
    " (?:origine|provenance) ~2 (?:locale|regionale|departementale|francaise|geographique) ~3 "
    "(?:exigee|imposee|obligatoire|requise|notee|des produits|des denrees|des materiaux|du bois) ",
    " (?:fabriquee?s?|produite?s?) (?:exclusivement |uniquement |obligatoirement )?en (?:france|occitanie|region) ",
    f" {GOODS} ~4 d origine (?:francaise|locale|regionale|departementale)s? ",
    f" {GOODS} ~4 (?:issue?s?|provien\\w+|proviendr\\w+|provenant|provenir|vien\\w+|venir|viendr\\w+|venant) ~3 "
    f"{FARM} ~2 "
    f"(?:{LOCAL}|{SET_UP} {SOMEWHERE}|{SET_UP} {NEAR}|dans (?:le|la|l|un) {PLACE}) ",
    f" {GOODS} {INHABITANT} ",
    f" {GOODS} ~4 (?:cultive\\w*|produits?|produites?|fabrique\\w*|elabore\\w*|transforme\\w*|eleve\\w*|nes|"
    f"abattue?s?|recolte\\w*) "
    "localement ",
    f" {GOODS} ~3 (?:issue?s?|provien\\w+|provenant|provenir) ~2 (?:carrieres?|fermes?|scieries?|forets?|"
    f"exploitations?) {LOCAL} ",
    " made in france ",
    " fabrication (?:francaise|locale|regionale) ",
    " origine france ",
    f" (?:approvisionnements?|achats?) ~3 (?:aupres de |chez (?:des |les )?){COMPANY} {LOCAL} ",
)
NOT_GOODS = AnyOf(
    " (?:dechets?|biodechets?|deblais|eaux|compost|energie|emissions?|nuisances?) ~3 (?:issue?s?|produite?s?|"
    "provenant|collecte\\w*|trie\\w*) "
)


def names_a_seat_or_an_origin(words: str) -> bool:
    if DENIED.search(words):
        return False
    seat = SEAT.search(words) and not NOT_THE_SEAT.search(words)
    origin = ORIGIN.search(words) and not NOT_GOODS.search(words)
    residents = RESIDENTS_ONLY.search(words) and not ELIGIBLE.search(words)
    return bool(seat or origin or residents)
