"""The clauses of reserved lots: what the notice must say, the condition that lasts, the criterion among those bidders.

The share is the dated value of the edition of the rules. Brackets are for the buyer to fill.
"""

from datetime import date

from quartiers.procurement.rules.catalogue.families import CatalogueClause
from quartiers.procurement.rules.catalogue.phrases import CONDITION, CRITERION, HALF_YEARLY, HELD, OFFER_THEN_HALF_YEAR
from quartiers.procurement.rules.legal import EDITION
from quartiers.procurement.rules.values import RESERVED_SHARE

SHARE = f"au moins {RESERVED_SHARE.on(date.fromisoformat(EDITION))} %"
NOTICE = "Le lot [numéro] est réservé, en application {articles} du code de la commande publique, {who}."
SIAE = (
    "aux structures d’insertion par l’activité économique mentionnées à l’article L. 5132-4 du code du travail et aux "
    f"structures équivalentes, qui emploient {SHARE} de travailleurs défavorisés"
)
ADAPTED = (
    "aux entreprises adaptées, aux établissements et services d’aide par le travail et aux structures équivalentes, "
    f"qui emploient {SHARE} de travailleurs handicapés"
)
MIXED = (
    "à la fois aux entreprises adaptées, aux établissements et services d’aide par le travail, aux structures "
    "d’insertion par l’activité économique et aux structures équivalentes, qui emploient "
    f"{SHARE} de travailleurs handicapés ou défavorisés"
)
LASTS = "Le titulaire garde cette part pendant toute l’exécution et signale sous [quinze] jours tout changement."
CONTROL = "À l’analyse des candidatures, puis chaque année"
OTHERWISE = "Mise en demeure, puis résiliation si la part n’est pas rétablie sous [trois] mois"
LINK = "La réserve porte sur les prestations du lot, que ces structures savent faire."


def _reserved(code: str, title: str, articles: str, cited: str, who: str, proof: str) -> CatalogueClause:
    notice = NOTICE.format(articles=articles, who=who)
    return CatalogueClause(
        code,
        "reserve",
        title,
        CONDITION,
        f"{notice} {LASTS}",
        proof,
        CONTROL,
        OTHERWISE,
        LINK,
        cited,
        notice=notice,
    )


RESERVED_CLAUSES = (
    _reserved(
        "reserve-siae",
        "Un lot réservé aux structures d’insertion",
        "des articles L. 2113-13 et R. 2113-7",
        "CCP, art. L2113-13 et R2113-7",
        SIAE,
        "Convention avec l’État ou preuve équivalente, effectifs sans nom",
    ),
    _reserved(
        "reserve-ea-esat",
        "Un lot réservé aux entreprises adaptées et aux ESAT",
        "des articles L. 2113-12 et R. 2113-7",
        "CCP, art. L2113-12 et R2113-7",
        ADAPTED,
        "Agrément, autorisation ou preuve équivalente, effectifs sans nom",
    ),
    _reserved(
        "reserve-mixte",
        "Un lot réservé aux structures d’insertion, aux entreprises adaptées et aux ESAT ensemble",
        "des articles L. 2113-12, L. 2113-13, L. 2113-14 et R. 2113-7",
        "CCP, art. L2113-14 et R2113-7",
        MIXED,
        "Convention, agrément, autorisation ou preuve équivalente, effectifs sans nom",
    ),
    CatalogueClause(
        "critere-accompagnement",
        "reserve",
        "Noter l’accompagnement des personnes",
        CRITERION,
        "Accompagnement des personnes qui exécutent le lot, noté sur [20] points : encadrement technique, formation "
        "au poste, suites préparées avec elles pour l’emploi ou la formation.",
        "Mémoire chiffré, sans nom",
        OFFER_THEN_HALF_YEAR,
        HELD,
        "L’accompagnement est celui des personnes qui exécutent le lot.",
        "CCP, art. R2152-7",
    ),
    CatalogueClause(
        "etapes-lot-reserve",
        "reserve",
        "Préparer la suite pendant le lot",
        CONDITION,
        "Chaque personne qui exécute le lot reçoit, avant la fin de son contrat, un bilan de ses acquis et un "
        "rendez-vous sur la suite. Le titulaire remet un compte des suites, sans nom.",
        "Compte des bilans et des suites, sans nom",
        HALF_YEARLY,
        "[50] € par bilan manquant, après rappel",
        "Les acquis sont ceux des prestations du lot.",
        "CCP, art. L2112-2 (condition sociale)",
        True,
    ),
)
