"""The clauses on people at work, family by family. Brackets are for the buyer to fill."""

from quartiers.procurement.rules.catalogue.families import CatalogueClause
from quartiers.procurement.rules.catalogue.phrases import (
    CONDITION,
    CRITERION,
    HALF_YEARLY,
    HELD,
    PER_GAP,
    SOCIAL,
    SPEC,
)

SOCIAL_CLAUSES = (
    CatalogueClause(
        "heures-insertion",
        "insertion",
        "Des heures d’insertion, par le chemin que l’entreprise choisit",
        CONDITION,
        "Le titulaire fait exécuter au moins [nombre] heures par des personnes éloignées de l’emploi, dont des "
        "habitants des quartiers prioritaires éloignés de l’emploi. Il choisit entre l’embauche directe, la mise à "
        "disposition, la sous-traitance et la cotraitance avec une structure d’insertion ou adaptée. Le facilitateur "
        "[contact] valide les situations avant la première heure et propose des candidatures.",
        "Relevé mensuel des heures, validé par le facilitateur",
        "Avant le 15 de chaque mois",
        "[40] € par heure non faite, après mise en demeure",
        "Les heures sont faites pour l’exécution du marché.",
        SOCIAL,
    ),
    CatalogueClause(
        "critere-insertion",
        "insertion",
        "Noter ce que l’offre propose au-delà du minimum",
        CRITERION,
        "Performance en matière d’insertion, notée sur [10] points : heures proposées au-delà du minimum demandé, "
        "tutorat, durée des contrats et suites envisagées pour les personnes, pour l’exécution du présent marché.",
        "Engagement chiffré du candidat",
        "À l’analyse des offres, puis chaque semestre",
        HELD,
        "L’exécution du marché peut être confiée en partie à ces personnes.",
        "CCP, art. R2152-7",
        True,
    ),
    CatalogueClause(
        "revoyure-heures",
        "insertion",
        "Ajuster les heures quand le marché change",
        CONDITION,
        "Quand le montant du marché change de plus de [10] %, ou qu’une tranche n’est pas affermie, le nombre "
        "d’heures d’insertion change dans la même proportion, par avenant.",
        "Tableau des heures à jour",
        "À chaque modification du marché",
        "Sans avenant signé, le nombre d’heures de départ reste dû",
        "Les heures suivent le volume du marché.",
        "CCP, art. R2194-1",
    ),
    CatalogueClause(
        "etapes-parcours",
        "insertion",
        "Des étapes qui durent assez pour servir",
        CONDITION,
        "Chaque personne en insertion fait au moins [300] heures sur le marché, sauf sortie vers un emploi ou une "
        "formation. Un tuteur ou une tutrice est désigné, et un bilan est fait avec le facilitateur à mi-parcours et"
        " à la fin.",
        "Relevé des heures et bilans, sans nom pour l’acheteur",
        HALF_YEARLY,
        PER_GAP,
        "Les heures sont faites pour l’exécution du marché.",
        SOCIAL,
        True,
    ),
    CatalogueClause(
        "rencontre-candidats",
        "insertion",
        "Rencontrer des candidats avant de commencer",
        CONDITION,
        "Dans les [trente] jours qui suivent la notification, le titulaire rencontre le facilitateur, décrit les "
        "postes du marché et reçoit les candidatures que les partenaires de l’emploi du territoire proposent. Il "
        "reste libre de ses choix.",
        "Compte rendu de la rencontre, sans nom",
        "Trente jours après la notification",
        PER_GAP,
        "Les postes sont ceux du marché.",
        SOCIAL,
    ),
    CatalogueClause(
        "apprentis",
        "apprentissage",
        "Accueillir des apprentis",
        CONDITION,
        "Pendant le marché, le titulaire accueille au moins [un] apprenti ou une apprentie par tranche de [500 000] "
        "euros, et [deux] stages de découverte par an.",
        "Attestation de l’organisme de formation, sans nom",
        HALF_YEARLY,
        PER_GAP,
        "L’apprentissage se fait sur les prestations du marché.",
        SOCIAL,
    ),
    CatalogueClause(
        "formation-geste",
        "apprentissage",
        "Former au geste pendant les travaux",
        CONDITION,
        "Le titulaire consacre [14] heures à la formation de chaque personne en insertion : sécurité, geste "
        "professionnel, évaluation en fin de parcours.",
        "Programme et attestations de présence, sans nom",
        "En fin de parcours",
        PER_GAP,
        "La formation porte sur les travaux du marché.",
        SOCIAL,
        True,
    ),
    CatalogueClause(
        "critere-formation",
        "apprentissage",
        "Noter la formation pendant le marché",
        CRITERION,
        "Qualité de la formation, notée sur [10] points : heures de formation par personne en insertion, gestes "
        "appris, accueil d’apprentis, pour l’exécution du présent marché.",
        "Plan de formation chiffré",
        "À l’analyse des offres, puis chaque semestre",
        HELD,
        "La formation porte sur les prestations du marché.",
        "CCP, art. R2152-7",
        True,
    ),
    CatalogueClause(
        "mixite-postes",
        "egalite",
        "Ouvrir les postes aux femmes",
        CONDITION,
        "Pour les postes ouverts sur le chantier, le titulaire publie des annonces dans les deux genres, prévoit des "
        "vestiaires séparés et compte les candidatures de femmes et d’hommes.",
        "Annonces et comptes par genre",
        HALF_YEARLY,
        PER_GAP,
        "Les postes sont ceux du marché.",
        SOCIAL,
    ),
    CatalogueClause(
        "accessibilite",
        "egalite",
        "Un service que chacun peut utiliser",
        SPEC,
        "Les documents, les sites et les accueils du marché sont accessibles aux personnes handicapées, et un résumé "
        "facile à lire accompagne chaque document destiné au public.",
        "Rapport de vérification",
        "À la livraison, puis chaque année",
        "Correction sous [30] jours",
        "Le service est celui du marché.",
        "CCP, art. R2111-6\u202f; accessibilité pour tous",
    ),
    CatalogueClause(
        "horaires-conciliables",
        "egalite",
        "Des horaires que chacun peut tenir",
        CONDITION,
        "Les plannings du marché sont connus [quinze] jours à l’avance, et les temps partiels sont d’au moins [24] "
        "heures par semaine, sauf demande écrite de la personne.",
        "Plannings affichés, sans nom",
        HALF_YEARLY,
        PER_GAP,
        "Les horaires sont ceux des prestations du marché.",
        SOCIAL,
    ),
    CatalogueClause(
        "critere-egalite",
        "egalite",
        "Noter l’accès aux postes et au service",
        CRITERION,
        "Accès aux postes et au service, noté sur [10] points : aménagement des postes du marché pour des personnes "
        "handicapées, mesures prévues pour la mixité des équipes qui l’exécutent, accessibilité de ce qui est livré.",
        "Mémoire chiffré, sans nom",
        "À l’analyse des offres, puis chaque semestre",
        HELD,
        "Les postes et le service notés sont ceux du marché.",
        "CCP, art. R2152-7",
    ),
)
