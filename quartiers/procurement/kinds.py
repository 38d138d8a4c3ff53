"""How the journal calls what stands in this room."""

KINDS = {
    "procurement.decp_load": "un chargement de contrats publiés",
}
