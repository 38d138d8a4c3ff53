"""The files that are brought here by a page: employers of insertion and their posts."""

from quartiers.iae.actions.national import COMPLETE, PART, load_national
from quartiers.office.file_load import FileLoad

LOADS = [
    FileLoad(
        code="employeurs",
        title="Charger des employeurs et leurs postes",
        lead="Le fichier ouvert de la plateforme nationale. Le recharger ne change rien\u202f; ce qui est écrit ici "
        "reste.",
        label="Fichier d’employeurs d’insertion",
        help="JSON ou NDJSON, comme le donne l’API ouverte des Emplois de l’inclusion.",
        suffixes=(".json", ".ndjson", ".jsonl"),
        max_bytes=512 * 1024**2,
        command="quartiers import_employers",
        aside="iae/employers/_load_aside.html",
        report="iae/employers/_load_report.html",
        stopped="Ce qui était déjà enregistré reste.",
        back=("Voir les employeurs", "iae:employers"),
        load=load_national,
        extents=(
            (PART, "Une partie des employeurs\u00a0: les annonces des autres ne changent pas"),
            (COMPLETE, "Tous les employeurs\u00a0: les annonces de ceux qu’il ne cite plus sont closes"),
        ),
    )
]
