"""The worked case that the simulator and the demonstration show."""

#: The worked case of the guide: 96 dwellings renovated, seven lots, all invented.
EXAMPLE_LOTS = (
    ("Curage, déconstruction", "260 000", "demolition", "55", "28"),
    ("Gros œuvre", "640 000", "structure", "45", "30"),
    ("Isolation, façades", "520 000", "facade", "40", "30"),
    ("Menuiseries extérieures", "330 000", "joinery", "25", "31"),
    ("Chauffage, plomberie", "290 000", "plumbing", "35", "32"),
    ("Peinture, nettoyage", "210 000", "painting", "70", "28"),
    ("Voirie, espaces verts", "150 000", "roads", "50", "28"),
)
