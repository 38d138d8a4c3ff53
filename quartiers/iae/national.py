"""The open file of the national platform: structures with their posts, read one at a time.

JSON as its API ``siaes/`` answers it: an object with ``results``, a list, or one object a line. Texts are kept as they
come; what cannot be kept is told with its place in the file.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quartiers.actors.inclusion import Fault
from quartiers.actors.rules.inclusion import fitted
from quartiers.actors.rules.organisations import NETWORK_OF, known_kind
from quartiers.iae.rules.activities import ROME
from quartiers.iae.rules.posts import NATIONAL, contract_of

RESULTS = "results"
MOST_OPENINGS = 999


@dataclass(frozen=True)
class NationalPost:
    """One announcement, ready for its columns; ``values`` hold neither its structure nor its search text."""

    external_id: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Employer:
    """One structure of the file.

    Args:
        key: its identifier there.
        siret: 14 digits, or nothing.
        kind: a value of ``OrganisationKind``.
        record: the same in the data·inclusion schema, for who is not in the directory yet; without position.
        takes_applications: whether it receives applications at all.
        posts: its announcements.
        city: as the file writes it.
        department: of its postcode.
    """

    key: str
    siret: str
    kind: str
    record: dict[str, Any]
    takes_applications: bool
    posts: list[NationalPost] = field(default_factory=list)
    city: str = ""
    department: str = ""


def employer(record: Any, rank: int, *, on: date) -> tuple[Employer | None, list[Fault]]:
    """One structure, and what is wrong in it. A post that cannot be read is left aside, its structure stays.

    Args:
        record: as it stands in the file.
        rank: its place in the file, from 1.
        on: day of the load: what says no date of update is confirmed that day.
    """
    if not isinstance(record, dict):
        return None, [
            Fault(rank, "structure", "", "une structure a des champs nommés. Vérifiez le format du fichier.")
        ]
    name = _text(record, "enseigne", 255) or _text(record, "raison_sociale", 255)
    kind = known_kind(_text(record, "type", 20).lower()).value
    if not name:
        return None, [Fault(rank, "raison_sociale", "", "il manque le nom. Corrigez-le à la source.")]
    if kind == "inconnue":
        told = _text(record, "type", 20)
        return None, [Fault(rank, "type", told, "ce type d’employeur n’existe pas ici. Corrigez-le à la source.")]
    siret = "".join(one for one in _text(record, "siret", 30) if one.isdecimal())
    key = _text(record, "id", 80) or f"{siret}-{kind}"
    if not _text(record, "id", 80) and len(siret) != 14:
        return None, [Fault(rank, "siret", siret, "il faut un SIRET de 14 chiffres, ou un identifiant.")]
    posts, faults = _posts(record.get("postes"), rank, on)
    postcode = _text(record, "code_postal", 5)
    made = Employer(
        key=f"{NATIONAL}--{key}",
        siret=siret if len(siret) == 14 else "",
        kind=kind,
        record=_as_record(record, f"{NATIONAL}--{key}", name, siret, kind, on),
        takes_applications=record.get("bloque_candidatures") is not True,
        posts=posts,
        city=_text(record, "ville", 150),
        department=postcode[:3] if postcode.startswith("97") else postcode[:2],
    )
    return made, faults


def _posts(found: Any, rank: int, on: date) -> tuple[list[NationalPost], list[Fault]]:
    if found is None:
        return [], []
    if not isinstance(found, list):
        return [], [Fault(rank, "postes", "", "une liste est attendue. Corrigez-la à la source.")]
    posts, faults = [], []
    for at, one in enumerate(found, start=1):
        made = _post(one, on) if isinstance(one, dict) else "il a des champs nommés."
        if isinstance(made, str):
            faults.append(Fault(rank, f"poste {at}", "", f"{made} Il est laissé de côté."))
        else:
            posts.append(made)
    return posts, faults


def _post(one: dict[str, Any], on: date) -> NationalPost | str:
    """The post, or why it cannot be kept."""
    job = _text(one, "rome", 200)
    code = next(iter(ROME.findall(job)[-1:]), "")
    if not code:
        return "il n’a pas de code ROME lisible."
    key = _text(one, "id", 100)
    if not key:
        return "il n’a pas d’identifiant."
    openings = one.get("nombre_postes_ouverts", 1)
    if not isinstance(openings, int) or isinstance(openings, bool) or not 0 <= openings <= MOST_OPENINGS:
        return f"son nombre de postes ouverts n’est pas un entier de 0 à {MOST_OPENINGS}."
    place = one.get("lieu")
    label = job.replace(f"({code})", "").strip()
    return NationalPost(
        key,
        {
            "title": _text(one, "appellation_modifiee", 200) or label or code,
            "rome": code,
            "rome_label": "" if label == code else label,
            "contract": contract_of(_text(one, "type_contrat", 100)).value,
            "openings": openings,
            "is_open": str(one.get("recrutement_ouvert", True)).lower() in {"true", "1"} and openings > 0,
            "description": _text(one, "description", 5000),
            "profile": _text(one, "profil_recherche", 5000),
            "place": _text(place, "nom", 150) if isinstance(place, dict) else "",
            "confirmed_on": min(_day(one.get("mis_a_jour_le")) or _day(one.get("cree_le")) or on, on),
        },
    )


def _as_record(record: dict[str, Any], key: str, name: str, siret: str, kind: str, on: date) -> dict[str, Any]:
    """The structure in the data·inclusion schema; what is empty is left out."""
    said = {
        "adresse": _text(record, "addresse_ligne_1", 255),
        "complement_adresse": _text(record, "addresse_ligne_2", 255),
        "code_postal": _text(record, "code_postal", 5),
        "commune": _text(record, "ville", 150),
        "telephone": _text(record, "telephone", 50),
        "courriel": _text(record, "courriel", 254),
        "site_web": _text(record, "site_web", 2100),
        "description": _text(record, "description", 10_000),
        "siret": siret if len(siret) == 14 else "",
    }
    network = NETWORK_OF.get(known_kind(kind))
    day = _day(record.get("mis_a_jour_le")) or on
    made = {"source": NATIONAL, "id": key, "nom": name, "date_maj": day.isoformat()}
    return made | {word: text for word, text in said.items() if text} | ({_NETWORKS: [network]} if network else {})


_NETWORKS = "reseaux_porteurs"


def _text(record: dict[str, Any], name: str, length: int) -> str:
    return fitted(record.get(name), length)


def _day(value: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None


def without(record: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The record without the fields that its schema refused: a wrong phone number does not lose a structure."""
    wrong = {fault.field for fault in faults}
    return {name: value for name, value in record.items() if name not in wrong}
