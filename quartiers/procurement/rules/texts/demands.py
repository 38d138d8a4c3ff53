"""What a clause demands beside its object: a label, the company's own policy, a derogation, personal data."""

from quartiers.procurement.rules.texts.words import COMPANY, DENIED, AnyOf, folded

#: A label, a mark or a certificate that is required by its name.
LABELLED = AnyOf(
    " (?:eco ?)?labels? ",
    " (?:labelise|labellise|certifie)(?:e|s|es)? ",
    " certifications? (?!cerfa)",
    " (?:estampill\\w+|marques? (?:nf|ab)) ",
    " (?:qualibat|qualifelec|qualipv|qualitenr|rge|msc|asc|iso \\d+|emas) ",
    " (?:ange bleu|der blaue engel|nordic swan|cygne blanc|ecocert|fsc|pefc|nf environnement|energy star|epeat|"
    "ecolabel|oeko tex|gots|max havelaar|fairtrade|bio equitable|agriculture biologique|label rouge|natureplus|"
    "vegetal local|hqe|breeam|nf habitat|greenguard|tco) ",
)
NOT_A_LABEL = AnyOf(
    " label (?:obtenu|deja obtenu|affiche) ",
    " label (?:de la|du) (?:clause|lot|marche|contrat) ",
    " (?:certifie|certifient|atteste) (?:que|sur l honneur|avoir|l exactitude|conforme|exact) ",
    " cite de l emploi ",
    " (?:heures?|donnees|montants?|chiffres?|informations?|depenses?|presences?|pesees?|releves?) ~3 certifiee?s? ",
    " (?:attestations?|comptes?|etats?|declarations?|bilans?|factures?) certifiee?s? par ",
    " (?:copie|conforme|service|factures?|releves?|quantites?|pesees?) certifiee?s? (?:conforme)? ?",
    " certificat (?:de|d) (?!conformite au label)",
)
EQUIVALENT = AnyOf(
    r" ou (?:\w+ ){0,8}?equivalente?s? ",
    r" equivalente?s? (?:\w+ ){0,8}?(?:est|sont|seront|sera) (?:\w+ )?"
    r"(?:acceptee?s?|admise?s?|recevables?) ",
    r" (?:ou|par) tout (?:autre )?moyen de preuve ",
)

#: The company as a whole, not this contract.
GENERAL_POLICY = AnyOf(
    " (?:politique|demarche|strategie|engagements?|charte|bilan|rapport|performances?|notation|maturite|actions?|"
    "certification|label|investissement) ~3 (?:rse|responsabilite (?:societale|sociale)|ressources humaines|"
    "developpement durable|diversite|egalite professionnelle|mecenat|achats responsables|handicap|inclusion) ",
    f" (?:taux|part|nombre|pourcentage|proportion) ~5 (?:handicapee?s?|apprenti\\w*|femmes|seniors?|alternants?|cdi|"
    f"insertion) ~3 (?:dans|au sein de|de|du|des) ~3 (?:{COMPANY}|groupe|effectifs?) ",
    f" performances? (?:sociale?s?|environnementale?s?|extra financieres?|globale?s?) (?:globale?s?|generale?s? )?~1 "
    f"(?:de l |du |de la |des )(?:{COMPANY}|groupe) ",
    f" engagements? (?:de l |du |de la |des )(?:{COMPANY}|groupe) ~1 en faveur (?:de|du|des) ",
    f" bilans? (?:carbone|ges|d emissions) ~3 (?:de l |du |de la |des |de son |de leur )(?:{COMPANY}|groupe|"
    f"activite) ",
    " (?:sa|leur) (?:propre )?charte (?:ethique|sociale|environnementale|de la diversite) ",
    " labels? ~1 (?:lucie|engage rse|diversite) ",
    " engagements? societa\\w+ ",
    " raison d etre ~3 entreprise ",
    " effectifs? de l entreprise ~6 handicapee?s? ",
    " s engage\\w* ~9 (?:niveau|echelle|sein) de (?:son|leur|l) (?:groupe|entreprise) ",
    " (?:pacte mondial|global compact|ecovadis|iso 26000|societe a mission) ",
    " (?:politique|demarche|strategie|engagements?) ~3 (?:sociale?s?|salariale?s?|environnementale?s?|d insertion|"
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
OF_THIS_CONTRACT = AnyOf(
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

CCAG = "(?:ccag|c c a g|cahiers? des clauses administratives generales)"
#: Derogations to a CCAG that no list gathers.
DEROGATES = AnyOf(
    f" (?:derog\\w+|contrairement|par exception|nonobstant) (?:\\w+ ){{0,10}}?{CCAG} ",
    f" {CCAG} ~8 derog\\w+ ",
    f" (?<!aucun )articles? ~3 {CCAG} ~3 (?:n est|ne sont|ne s applique\\w*) (?:pas|plus) ",
    f" (?<!aucun )articles? ~3 {CCAG} ~3 (?:est|sont) (?:ecartee?s?|supprimee?s?|remplacee?s?|modifiee?s?) ",
)
LISTED = AnyOf(
    " (?:liste\\w*|recapitul\\w+|recense\\w*|enumer\\w+|tableau|indique\\w*|mentionne\\w*|reprise?s?) ~6 "
    "derogations? ",
    " derogations? ~8 (?:liste\\w*|recapitul\\w+|recense\\w*|enumer\\w+|reprise?s?|mentionne\\w*|indique\\w*|"
    "precise\\w*|figur\\w+) ",
    " (?:sans|ne|n) ~2 derog\\w+ ",
    " conformement a l article ~8 ccag ",
)

PERSON = "(?:beneficiaires?|participants?|salariee?s?|personnes?|habitante?s?|demandeurs? d emploi)"
#: Proofs that the facilitator sees, and that nobody else needs.
PROOFS = AnyOf(
    " (?:transm\\w+|fourni\\w*|join\\w+|remet\\w*|communiqu\\w+|produi\\w+|adress\\w+|envo\\w+) ~7 "
    "(?:attestations?|justificatifs?|notifications?|avis|releves?) ~3 "
    "(?:rsa|caf|ass|aah|imposition|pole emploi|allocataires?) ",
    " (?:transm\\w+|fourni\\w*|join\\w+|remet\\w*|communiqu\\w+|produi\\w+|adress\\w+|envo\\w+) ~3 "
    "reconnaissances? ~4 (?:handicapee?s?|rqth) ",
)
TO_THE_FACILITATOR = AnyOf(" (?:au facilitateur|a la facilitatrice|aux facilitateurs) ")

#: More of a person than the clause needs.
PERSONAL = AnyOf(
    " (?:n|no|num|numeros?) (?:de |d )(?:securite sociale|secu|assure social|assurance maladie) ",
    " numeros? (?:d )?(?:allocataires?|caf) ",
    f" situations? (?:sociale|financiere|administrative) (?:et \\w+ )?(?:des |de chaque |du |de la ){PERSON} ",
    f" (?:adresses?|numeros? de telephone|telephones?) (?:et \\w+ )?(?:personnel\\w+ )?(?:des |de chaque |du )"
    f"(?!personnes? ){PERSON} ",
    " (?:numeros? )?nir ",
    " carte vitale ",
    " (?:numeros?|identifiants?) (?:d identifiant |d inscription |a )?(?:france travail|pole emploi|de demandeurs? "
    "d emploi) ",
    f" photo(?:graphie)?s? (?:d identite )?(?:des|de chaque|du) (?:candidats|{PERSON}) ",
    " (?:problemes?|troubles|probleme) de sante ",
    " (?:copies?|photocopies?|scans?|numerisation) ~3 (?:pieces? d identite|cartes? (?:nationales? )?"
    "d identite|titres? de sejour|passeports?) ",
    " (?:pieces? d identite|cartes? (?:nationales? )?d identite|titres? de sejour|passeports?) ~4 (?:des? |"
    "de chaque |du )~2 (?:salarie\\w*|personne\\w*|beneficiaire\\w*|participant\\w*|habitant\\w*|candidat\\w*) ",
    " casiers? judiciaires? ",
    " (?:dossiers?|certificats?|donnees|diagnostics?|antecedents|bilans?) (?:medica\\w+|de sante) ",
    " etat de sante ",
    f" (?:nature ~2 handicap|types? de handicap ~1 (?:du|des|de la|de chaque) {PERSON}) ",
    " livrets? de famille ",
    " diagnostics? socia\\w+ ~2 (?:de chaque|des|du) ",
    " (?:copies? ~6 )?cartes? de sejour ~2 (?:de chaque|des|du) ",
    " (?:parcours|passe|antecedents|situation) (?:judiciaires?|penale?s?) ",
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
