"""How the journal calls what stands in this room."""

KINDS = {
    "actors.account": "un compte",
    "actors.annex": "une annexe signée",
    "actors.cite": "un territoire",
    "actors.cite_role": "un rôle",
    "actors.committee": "un comité",
    "actors.contrat_de_ville": "un contrat de ville",
    "actors.decision": "une décision",
    "actors.identity": "l’entrée d’un compte par ProConnect",
    "actors.invitation": "une invitation",
    "actors.partner": "un partenaire",
    "actors.review": "la revue des accès",
    "actors.sign_in": "une connexion",
}
