"""How the journal calls what stands in this room."""

KINDS = {
    "exchanges.cycle": "un cycle d’échanges",
    "exchanges.invitation": "les invitations à un second groupe",
    "exchanges.need": "les besoins d’un cycle",
    "exchanges.participant": "un participant",
    "exchanges.place": "la place d’une personne inscrite",
    "exchanges.practice": "une pratique",
    "exchanges.question": "les questions d’un cycle",
    "exchanges.registration": "les inscrits d’un cycle",
    "exchanges.role": "un rôle dans les échanges",
    "exchanges.session": "une séance",
}
