"""How the journal calls what stands in this room."""

KINDS = {
    "office.auditline": "le journal",
    "office.campaign": "une campagne de courriels",
    "office.job": "une tâche de fond",
    "office.mail": "un courriel",
    "office.storedfile": "un fichier gardé",
}
