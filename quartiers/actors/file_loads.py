"""The files that are brought here by a page: structures of the national schema."""

from quartiers.actors.actions.data_inclusion import ALL, COMPLETE, PART, load_inclusion
from quartiers.actors.inclusion import SUFFIXES
from quartiers.office.file_load import FileLoad

LOADS = [
    FileLoad(
        code="structures",
        title="Charger des structures",
        lead="Un fichier au schéma data·inclusion. Le recharger ne change rien\u202f; ce qui a été corrigé ici reste.",
        label="Fichier de structures",
        help="JSON, NDJSON ou CSV, au schéma data·inclusion version 1.",
        suffixes=tuple(SUFFIXES),
        max_bytes=512 * 1024**2,
        command="quartiers import_structures",
        aside="actors/structures/_load_aside.html",
        report="actors/structures/_load_report.html",
        stopped="Rien n’a été enregistré.",
        back=("Voir les structures", "structures:list"),
        load=load_inclusion,
        extents=(
            (PART, "Une partie des structures de ses sources\u00a0: rien n’est retiré de l’annuaire"),
            (
                COMPLETE,
                "Toutes celles de ses sources\u00a0: ce qu’il ne cite plus quitte l’annuaire, sauf si c’est "
                "plus de la moitié d’une source",
            ),
            (ALL, "Toutes celles de ses sources, même s’il en retire plus de la moitié"),
        ),
    )
]
