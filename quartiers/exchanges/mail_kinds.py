"""How the page of messages calls the mails of exchanges."""

MAIL_KINDS = {
    "exchanges.cancellation": "inscription annulée",
    "exchanges.change": "séance changée",
    "exchanges.copy": "copie de ses données téléchargée",
    "exchanges.invitation": "invitation à un second groupe",
    "exchanges.links": "liens personnels redonnés",
    "exchanges.promotion": "place libérée",
    "exchanges.reminder": "rappel de séance",
    "exchanges.survey": "avis demandé après une séance",
    "exchanges.resources": "documents d’une séance",
    "exchanges.summary": "inscriptions d’une personne",
}
