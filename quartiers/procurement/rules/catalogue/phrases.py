"""What several clauses say in the same words: stages, articles served, controls."""

from quartiers.procurement.rules.project import Stage

SPEC, CONDITION, CRITERION, VARIANT = Stage.SPECIFICATION, Stage.CONDITION, Stage.CRITERION, Stage.VARIANT
ENVIRONMENT = "CCP, art. L2112-2 (condition environnementale)"
NOTED = "CCP, art. R2152-7 (critère environnemental)"
SOCIAL = "CCP, art. L2112-2-1 (condition sociale)"
SLIPS = "Bordereaux de suivi et pesées"
DELIVERY = "À chaque livraison"
MONTHLY = "Chaque mois, avec la situation"
HALF_YEARLY = "Tous les six mois, en réunion de suivi"
PER_GAP = "[50] € par manquement constaté, après rappel"
#: What becomes of a promise that earned points, and of a variant that was chosen.
HELD = "L’engagement noté lie le titulaire : [50] € par manquement constaté, après rappel"
PUT_RIGHT = "Remise en conformité aux frais du titulaire"
AT_OFFERS = "À l’analyse des offres"
OFFER_THEN_HALF_YEAR = "À l’analyse des offres, puis chaque semestre"
OFFER_THEN_DELIVERY = "À l’analyse des offres, puis à la livraison"
