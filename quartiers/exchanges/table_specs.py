"""The tables that an organiser brings here: registrations taken elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from quartiers.exchanges.actions.listed import ListedPerson, register_listed
from quartiers.exchanges.actions.registrations import Identity, NewNeed
from quartiers.exchanges.queries.places import place_of
from quartiers.exchanges.rules import Audience, Nature
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.office.letters import is_address
from quartiers.office.rules import Author, one_line, plain
from quartiers.office.table_import import Field, Key, Record, TableSpec

MANAGE = "organisation.manage"
AUDIENCES = {name: one for one in Audience for name in (plain(one.label), one.value)}
SHORT, LONG = 100, 2000


def read_line(text: str) -> str:
    """A name or a place, on one line.

    Raises:
        RuleBroken: it is too long, or holds a social security number.
    """
    line = one_line(text).strip()
    if len(line) > SHORT:
        raise RuleBroken(f"ce texte est trop long{NBSP}: {SHORT} caractères au plus.")
    check_no_nir(line)
    return line


def read_words(text: str) -> str:
    """A need.

    Raises:
        RuleBroken: as ``read_line``.
    """
    if len(text) > LONG:
        raise RuleBroken(f"ce texte est trop long{NBSP}: {LONG} caractères au plus.")
    check_no_nir(text)
    return text.strip()


def read_email(text: str) -> str:
    """An address, in small letters.

    Raises:
        RuleBroken: it cannot be one.
    """
    address = text.strip().lower()
    if not is_address(address):
        raise RuleBroken(f"cette adresse n’est pas lisible. Par exemple{NBSP}: awa.diarra@exemple.fr")
    return address


def read_audience(text: str) -> str:
    """As what she comes, by its words; what is not known here is «autre»."""
    return AUDIENCES.get(plain(text), Audience.AUTRE).value


def nothing_stored(keys: Sequence[Key]) -> Mapping[Key, Mapping[str, str]]:
    """A table never tells who is already registered: each line is brought as new, and counted once."""
    return {}


def save(records: Sequence[Record], by: Author, now: datetime) -> None:
    """Register them."""
    register_listed([_person(one) for one in records], by=by, now=now)


def _person(record: Record) -> ListedPerson:
    commune_id, neighbourhood_id = place_of(record.get("commune") or "")
    identity = Identity(
        email=record.get("email") or "",
        first_name=record["first_name"],
        last_name=record["last_name"],
        organisation=record.get("organisation") or "",
        audience=Audience(record.get("audience") or Audience.AUTRE),
        phone=(record.get("phone") or "")[:30],
        commune_name=record.get("commune") or "",
        commune_id=commune_id,
        neighbourhood_id=neighbourhood_id,
    )
    words = record.get("need") or ""
    return ListedPerson(identity, record["session"], (NewNeed(words, Nature.AUTRE),) if words else ())


REGISTRATIONS = TableSpec(
    code="inscriptions",
    title="Inscrire des personnes depuis un tableau",
    noun=("inscription", "inscriptions"),
    fields=(
        Field("session", "Séance", ("titre de la séance", "atelier"), required=True, read=read_line,
              example="Achats responsables"),
        Field("first_name", "Prénom", ("prénoms",), required=True, read=read_line, example="Awa"),
        Field("last_name", "Nom", ("nom de famille",), required=True, read=read_line, example="Diarra"),
        Field("email", "Courriel", ("mail", "email", "adresse mail"), read=read_email,
              example="awa.diarra@exemple.fr"),
        Field("phone", "Téléphone", ("tél", "portable"), read=read_line, example="04 99 00 00 00"),
        Field("organisation", "Organisation", ("structure", "employeur"), read=read_line, example="Ville de Sallèles"),
        Field("audience", "Vient comme", ("public", "profil"), read=read_audience, example="Collectivité"),
        Field("commune", "Commune ou quartier", ("commune", "ville", "quartier"), read=read_line, example="Narbonne"),
        Field("need", "Question", ("besoin", "attentes"), read=read_words),
    ),
    key=("session", "first_name", "last_name"),
    may_import=lambda viewer: viewer.may(MANAGE),
    existing=nothing_stored,
    apply=save,
    back="exchanges:organised",
)  # fmt: skip
TABLES = [REGISTRATIONS]
