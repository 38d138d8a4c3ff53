"""A whole record: JSON of the schema (2.0 and 2019), or rows of the tabular file, to one ``Published``."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.procurement.rules.decp.traps import Note, Trap
from quartiers.procurement.rules.decp.values import (
    ENVIRONMENTAL,
    OBJECT_MAX,
    SOCIAL,
    WORD_MAX,
    amount,
    boolean,
    considerations,
    cpv,
    day,
    decimal,
    duration,
    end,
    folded,
    holders,
    is_siret,
    items,
    number,
    offers,
    origins,
    place,
    shown,
    siret,
    text,
)
from quartiers.procurement.rules.decp.words import UNDATED, HolderRow, Published

FRAMEWORK = "accord-cadre"
SMALL = "PME"
MODIFICATIONS_MAX = 500
HOLDERS_MAX = 200
NOT_AN_OBJECT = "un contrat a des champs nommés. Vérifiez que le fichier suit le schéma, ou redemandez-le à sa source."
NO_BUYER = "le SIRET de l’acheteur manque ou n’a pas 14 chiffres. Sans lui, le contrat ne peut pas être reconnu."
NO_NUMBER = "le numéro du contrat (id) manque. Sans lui, le contrat ne peut pas être reconnu."


class _Notes:
    """Traps of a record, with the field at hand."""

    __slots__ = ("field", "found")

    def __init__(self) -> None:
        self.found: list[Note] = []
        self.field = ""

    def __call__(self, trap: Trap, value: Any) -> None:
        self.found.append(Note(trap, self.field, shown(value)))

    def at(self, field: str) -> "_Notes":
        self.field = field
        return self


def normalised(record: Any, *, concession: bool = False, today: date) -> tuple[Published, list[Note]]:
    """A record of the schema, as what is true, and the traps that were met.

    Args:
        record: whatever JSON value stands where a contract should be.
        concession: from the list of concessions.
        today: dates more than a year later are not believed, modifications to come are not applied.

    Raises:
        RuleBroken: not an object, no buyer, or no number: nothing could tell which contract it is.
    """
    if record.__class__ is not dict:
        raise RuleBroken(f"«{NBSP}{shown(record)}{NBSP}»{NBSP}: {NOT_AN_OBJECT}")
    note = _Notes()
    get = record.get
    is_concession = (
        concession or "autoriteConcedante" in record or folded(text(get("_type"))) == "contrat de concession"
    )
    buyer = get("autoriteConcedante" if "autoriteConcedante" in record else "acheteur")
    buyer = buyer if isinstance(buyer, dict) else {"id": buyer}
    buyer_siret = _buyer(buyer.get("id"), note)
    identifier = number(get("id"), note.at("id"))
    if not identifier:
        raise RuleBroken(f"Acheteur {buyer_siret}{NBSP}: {NO_NUMBER}")
    inner = "concessionnaire" if "concessionnaires" in record else "titulaire"
    found = holders(get(f"{inner}s"), inner, note.at(f"{inner}s"))
    notified = day(get("dateNotification") or get("dateSignature"), today, note.at("dateNotification"))
    published = day(get("datePublicationDonnees"), today, note.at("datePublicationDonnees"))
    months = duration(get("dureeMois"), note.at("dureeMois"))
    worth = amount(get("montant") if get("montant") is not None else get("valeurGlobale"), note.at("montant"))
    changes = items(get("modifications"), "", _deaf) if get("modifications") else []
    state = _State(worth, months, found, published)
    if changes:
        state = _modified(state, changes, inner, today, note)
    where = get("lieuExecution")
    where = where if isinstance(where, dict) else {"code": where}
    return _made(
        record,
        note,
        state,
        uid=f"{buyer_siret}{identifier}",
        identifier=identifier,
        concession=is_concession,
        buyer_siret=buyer_siret,
        buyer_name=text(buyer.get("nom")),
        notified=notified,
        starts=day(get("dateDebutExecution"), today, note.at("dateDebutExecution")) or notified,
        where=(where.get("code"), where.get("typeCode"), where.get("nom")),
        count=len(changes),
        techniques=items(get("techniques"), "technique", note.at("techniques")) if get("techniques") else [],
    )


def of_row(rows: Sequence[Mapping[str, str]], *, today: date) -> tuple[Published, list[Note]]:
    """The rows of the tabular file that describe one contract, one for each holder, as what is true.

    Args:
        rows: at least one, of the same ``uid``, current state only; cells are texts, empty for nothing.
        today: as for ``normalised``.

    Raises:
        RuleBroken: no buyer, or no number.
    """
    first, note = rows[0], _Notes()
    get = first.get
    buyer_siret = _buyer(get("acheteur_id") or (get("uid") or "")[:14], note)
    identifier = number(get("id") or (get("uid") or "")[14:], note.at("id"))
    if not identifier:
        raise RuleBroken(f"Acheteur {buyer_siret}{NBSP}: {NO_NUMBER}")
    wrapped = [{"titulaire": one} for one in map(_row_holder, rows) if one["id"] or one["nom"]]
    found = holders(wrapped, "titulaire", note.at("titulaire_id"))
    notified = day(get("dateNotification"), today, note.at("dateNotification"))
    published = day(get("datePublicationDonnees"), today, note.at("datePublicationDonnees"))
    months = duration(get("dureeMois"), note.at("dureeMois"))
    worth = amount(get("montant") or get("valeurGlobale"), note.at("montant"))
    modification = decimal(get("modification_id")) or 0
    return _made(
        {key: value for key, value in first.items() if value},
        note,
        _State(worth, months, found, published),
        uid=f"{buyer_siret}{identifier}",
        identifier=identifier,
        concession="concession" in folded(get("type", "")[:WORD_MAX])
        or folded((get("nature") or "")[:WORD_MAX]).startswith(("concession", "delegation")),
        buyer_siret=buyer_siret,
        buyer_name=text(get("acheteur_nom")),
        notified=notified,
        starts=day(get("dateDebutExecution"), today, note.at("dateDebutExecution")) or notified,
        where=(get("lieuExecution_code"), get("lieuExecution_typeCode"), get("lieuExecution_nom")),
        count=int(min(max(modification, 0), 30_000)),
        techniques=items(get("techniques"), "technique", _deaf),
        is_flat=True,
    )


def _row_holder(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row.get("titulaire_id"),
        "typeIdentifiant": row.get("titulaire_typeIdentifiant"),
        "nom": row.get("titulaire_nom"),
        "categorie": row.get("titulaire_categorie"),
    }


def _deaf(trap: Trap, value: Any) -> None:
    """The tabular file writes every list flat: that is its form, not a trap."""


def _buyer(raw: Any, note: _Notes) -> str:
    figures = siret(raw)
    if not figures:
        raise RuleBroken(f"Acheteur «{NBSP}{shown(raw)}{NBSP}»{NBSP}: {NO_BUYER}")
    if not is_siret(figures):
        note.at("acheteur.id")(Trap.TEXT, raw)
    return figures


class _State:
    """What modifications change."""

    __slots__ = ("amount", "holders", "months", "published")

    def __init__(
        self, worth: Decimal | None, months: int | None, found: tuple[HolderRow, ...], published: date | None
    ) -> None:
        self.amount, self.months, self.holders, self.published = worth, months, found, published


def _modified(state: _State, changes: list[Any], inner: str, today: date, note: _Notes) -> _State:
    """The state after the modifications that are credible and not to come, in their order."""
    dated = []
    for rank, wrapped in enumerate(changes[:MODIFICATIONS_MAX]):
        one = wrapped.get("modification", wrapped) if isinstance(wrapped, dict) else None
        if not isinstance(one, dict):
            note.at("modifications")(Trap.SHAPE, wrapped)
            continue
        note.at("modification.id")
        if one.get("id") in (0, "0") and one.get("id") is not False:
            note(Trap.MODIFICATION, "0")
        when = day(one.get("dateNotificationModification"), today, note.at("modification.date"))
        if when is not None and when > today:
            note(Trap.MODIFICATION, when)
            continue
        dated.append((when or date.min, rank, one))
    for _, _, one in sorted(dated, key=lambda found: found[:2]):
        _apply(state, one, inner, today, note)
    return state


def _apply(state: _State, one: dict[str, Any], inner: str, today: date, note: _Notes) -> None:
    if one.get("montant") is not None:
        worth = amount(one["montant"], note.at("modification.montant"))
        if worth == 1:
            note(Trap.MODIFICATION, one["montant"])
        elif worth is not None:
            state.amount = worth
    if one.get("dureeMois") is not None:
        state.months = duration(one["dureeMois"], note.at("modification.dureeMois")) or state.months
    if one.get(f"{inner}s"):
        state.holders = holders(one[f"{inner}s"], inner, note.at("modification.titulaires")) or state.holders
    published = day(one.get("datePublicationDonneesModification"), today, note.at("modification.date"))
    if published is not None and (state.published is None or published > state.published):
        state.published = published


def _made(
    raw: Mapping[str, Any],
    note: _Notes,
    state: _State,
    *,
    uid: str,
    identifier: str,
    concession: bool,
    buyer_siret: str,
    buyer_name: str,
    notified: date | None,
    starts: date | None,
    where: tuple[Any, Any, Any],
    count: int,
    techniques: list[Any],
    is_flat: bool = False,
) -> tuple[Published, list[Note]]:
    get = raw.get
    listed = _deaf if is_flat else note
    what = text(get("objet"), OBJECT_MAX, note.at("objet"))
    if not what:
        note(Trap.MISSING, None)
    code = cpv(get("codeCPV"), note.at("codeCPV"))
    level, place_code, commune, department = place(where[0], where[1], note.at("lieuExecution"))
    asked = items(get("considerationsSociales"), "considerationSociale", listed)
    social, socials = considerations(asked, SOCIAL, note.at("considerationsSociales"))
    asked = items(get("considerationsEnvironnementales"), "considerationEnvironnementale", listed)
    environmental, greens = considerations(asked, ENVIRONMENTAL, note.at("considerationsEnvironnementales"))
    europe, france = origins(get("origineUE"), get("origineFrance"), note.at("origineFrance"))
    kept = state.holders[:HOLDERS_MAX]
    innovative = _flag(get("marcheInnovant"), note.at("marcheInnovant"), is_flat=is_flat)
    subcontracting = _flag(get("sousTraitanceDeclaree"), note.at("sousTraitanceDeclaree"), is_flat=is_flat)
    advance = _flag(get("attributionAvance"), note.at("attributionAvance"), is_flat=is_flat)
    received = offers(get("offresRecues"), note.at("offresRecues"))
    found = note.found
    made = Published(
        uid,
        identifier,
        concession,
        text(get("nature"), WORD_MAX),
        buyer_siret,
        buyer_name,
        what,
        code,
        code[:2],
        text(get("procedure"), 80),
        any(word.__class__ is str and folded(word[:WORD_MAX]) == FRAMEWORK for word in techniques)
        or folded(text(get("nature"), WORD_MAX)) == FRAMEWORK,
        text(get("idAccordCadre"), WORD_MAX),
        state.amount,
        notified,
        notified or UNDATED,
        state.published,
        state.months,
        end(starts, state.months),
        notified.year if notified else 0,
        level.value,
        place_code,
        text(where[2], 120),
        commune,
        department,
        social.value,
        "clause" in socials,
        "criterion" in socials,
        "reserved" in socials,
        environmental.value,
        "clause" in greens,
        "criterion" in greens,
        received,
        innovative,
        subcontracting,
        advance,
        text(get("ccag"), 80),
        text(get("formePrix"), 40),
        europe,
        france,
        min(count, 30_000),
        ", ".join(one.name or one.identifier for one in kept[:3])[:300],
        len(kept),
        _has_sme(kept),
        " ".join(sorted({one.trap.value for one in found})) if found else "",
        kept,
    )
    return made, found


def _has_sme(kept: tuple[HolderRow, ...]) -> bool | None:
    sizes = [one.category for one in kept if one.category]
    return SMALL in sizes if sizes else None


def _flag(raw: Any, note: _Notes, *, is_flat: bool) -> bool | None:
    """A cell of a table has no booleans: only words that are neither yes nor no are a trap there."""
    if not is_flat:
        return boolean(raw, note)
    said = boolean(raw)
    if said is None and raw:
        note(Trap.BOOLEAN, raw)
    return said
