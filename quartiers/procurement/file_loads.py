"""The files that are brought here by a page: published contracts."""

from quartiers.kernel.french import NBSP
from quartiers.office.file_load import FileLoad
from quartiers.procurement.actions.decp import load_decp

LOADS = [
    FileLoad(
        code="contrats",
        title="Charger des contrats publiés",
        lead="Un fichier DECP, en JSON ou en CSV. Le recharger ne change rien\u202f; ce qui est mal écrit est compté "
        "et expliqué.",
        label="Fichier de contrats publiés",
        help=f"JSON du ministère ou de votre profil d’acheteur, ou CSV de decp.info{NBSP}: .json ou .csv.",
        suffixes=(".json", ".csv"),
        max_bytes=2 * 1024**3,
        command="quartiers import_decp",
        aside="procurement/published/_load_aside.html",
        report="procurement/published/_load_report.html",
        stopped="Ce qui était déjà enregistré reste.",
        back=("Voir les contrats", "procurement:published"),
        load=load_decp,
    )
]
