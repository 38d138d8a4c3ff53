"""How the journal calls what stands in this room."""

KINDS = {"office.auditline": "le journal", "office.job": "une tâche de fond", "office.storedfile": "un fichier gardé"}
