"""Which columns of a table say where each row is: coordinates, or an address in one or several columns.

Titles are recognised whatever their accents, case and punctuation. Nothing is guessed: where two columns could be the
same thing, the table is refused with the titles that were found and those that are expected.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.territory.names import search_name

ROLES = {
    "latitude": (
        "latitude", "lat", "latitude wgs84", "lat wgs84", "latitude wgs 84", "latitude degres", "y wgs84", "wgs84 y",
        "geo lat", "coord lat", "coordonnee y wgs84", "y",
    ),
    "longitude": (
        "longitude", "lon", "lng", "long", "longitude wgs84", "lon wgs84", "longitude wgs 84", "longitude degres",
        "x wgs84", "wgs84 x", "geo lon", "geo lng", "geo long", "coord lon", "coord long", "coordonnee x wgs84", "x",
    ),
    "address": (
        "adresse", "address", "adresse complete", "adresse postale", "adresse du domicile", "adresse domicile",
        "domicile", "adresse personnelle", "adresse du beneficiaire", "adresse de residence", "adresse etablissement",
        "adresse entreprise", "adresse de la structure",
    ),
    "number": (
        "numero de voie", "numero voie", "num voie", "no voie", "n voie", "no de voie", "n de voie",
        "numero de rue", "numero rue", "numero dans la voie",
    ),
    "any_number": ("numero", "num", "no", "n"),
    "repetition": ("indice de repetition", "repetition", "bis ter", "suffixe"),
    "street_type": ("type voie", "type de voie"),
    "street": (
        "voie", "rue", "nom voie", "nom de voie", "nom de la voie", "libelle voie", "libelle de voie",
        "numero et voie", "no et voie", "n et voie", "numero et rue", "adresse 1", "adresse1", "adresse ligne 1",
        "ligne adresse", "street",
    ),
    "postcode": ("code postal", "codepostal", "cp", "code postal domicile", "postcode", "zip", "code post"),
    "city": (
        "ville", "commune", "city", "localite", "nom commune", "nom de la commune", "libelle commune",
        "ville domicile", "commune de residence", "nom ville",
    ),
}  # fmt: skip
FRENCH = {
    "latitude": "la latitude",
    "longitude": "la longitude",
    "address": "l’adresse",
    "number": "le numéro",
    "repetition": "l’indice de répétition",
    "street_type": "le type de voie",
    "street": "la voie",
    "postcode": "le code postal",
    "city": "la commune",
}
WHOLE_ORDER = ("address", "postcode", "city")
PARTS_ORDER = ("number", "repetition", "street_type", "street", "postcode", "city")
ROLE_OF = {title: role for role, titles in ROLES.items() for title in titles}
EXPECTED = (
    f"Il faut une colonne «{NBSP}adresse{NBSP}», ou les colonnes «{NBSP}voie{NBSP}», «{NBSP}code postal{NBSP}» et "
    f"«{NBSP}ville{NBSP}», ou les colonnes «{NBSP}latitude{NBSP}» et «{NBSP}longitude{NBSP}»."
)
MAX_TITLES_SAID = 20


@dataclass(frozen=True)
class Columns:
    """Where each row is said to be: positions in the table, from 0.

    Either ``latitude`` and ``longitude``, or ``address``: the columns that make the address, in the order of an
    envelope.
    """

    latitude: int | None = None
    longitude: int | None = None
    address: tuple[int, ...] = ()

    @property
    def point(self) -> tuple[int, int] | None:
        """(latitude, longitude); None when the table holds addresses."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def find_columns(header: Sequence[str]) -> Columns:
    """The columns that place the rows; coordinates come first: then no address leaves.

    Raises:
        RuleBroken: none, one of the two coordinates, or several for the same thing; says what was found and what is
            expected.

    >>> find_columns(["Nom", "Code Postal", "VILLE", "Adresse"]).address
    (3, 1, 2)
    """
    found: dict[str, list[int]] = {}
    for position, title in enumerate(header):
        if role := ROLE_OF.get(_plain(title)):
            found.setdefault(role, []).append(position)
    points = {"latitude", "longitude"} & found.keys()
    if points == {"latitude", "longitude"}:
        return Columns(_only(header, found, "latitude"), _only(header, found, "longitude"))
    order = WHOLE_ORDER if "address" in found else PARTS_ORDER if "street" in found else ()
    if not order:
        missing = {"longitude", "latitude"} - points if points else {"address"}
        raise RuleBroken(_nothing_sentence(header, FRENCH[missing.pop()]))
    if order is PARTS_ORDER and "any_number" in found and "number" not in found:
        raise RuleBroken(_number_sentence(header[found["any_number"][0]]))
    return Columns(address=tuple(_only(header, found, role) for role in order if role in found))


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", search_name(title.replace("°", " "))).split())


def _only(header: Sequence[str], found: dict[str, list[int]], role: str) -> int:
    """The one column of a role; of several, those whose title is exactly the first word of the role win.

    Raises:
        RuleBroken: several remain.
    """
    positions = found[role]
    if len(positions) == 1:
        return positions[0]
    exact = [position for position in positions if _plain(header[position]) == ROLES[role][0]]
    if len(exact) == 1:
        return exact[0]
    raise RuleBroken(
        f"Plusieurs colonnes peuvent donner {FRENCH[role]}{NBSP}: {_said(header, positions)}. "
        f"Gardez-en une seule, ou nommez-la «{NBSP}{ROLES[role][0]}{NBSP}»."
    )


def _number_sentence(title: str) -> str:
    """A file number must never leave with an address."""
    return (
        f"La colonne «{NBSP}{title[:40]}{NBSP}» peut être le numéro dans la rue, ou celui d’un dossier. Nommez-la "
        f"«{NBSP}numéro de voie{NBSP}» ou «{NBSP}numéro de dossier{NBSP}», puis recommencez."
    )


def _nothing_sentence(header: Sequence[str], missing: str) -> str:
    return f"Ce tableau ne dit pas où trouver {missing}. {EXPECTED} Il a{NBSP}: {_said(header, range(len(header)))}."


def _said(header: Sequence[str], positions: Sequence[int]) -> str:
    titles = [f"«{NBSP}{header[position][:40]}{NBSP}»" for position in positions[:MAX_TITLES_SAID]]
    rest = len(positions) - MAX_TITLES_SAID
    return ", ".join(titles) + (f" et {rest} autres" if rest > 0 else "")
