"""How the journal calls what stands in this room."""

KINDS = {
    "procurement.charter": "une charte",
    "procurement.check": "un contrôle juridique gardé",
    "procurement.decp_load": "un chargement de contrats publiés",
    "procurement.rule": "une règle du contrôle juridique",
    "procurement.value": "une valeur d’un territoire",
    "procurement.contract": "un marché",
    "procurement.operation": "une opération",
    "procurement.sourcing": "une fiche de sourcing",
    "procurement.spaser": "un schéma d’achats responsables",
}
