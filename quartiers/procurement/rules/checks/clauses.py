"""R05, R07 to R11, R15 and R16: what the clauses say, one by one and together."""

from collections.abc import Iterator

from quartiers.kernel.french import listed, quantity
from quartiers.procurement.rules import texts
from quartiers.procurement.rules.checks.findings import found, missing
from quartiers.procurement.rules.legal import Finding
from quartiers.procurement.rules.project import Binds, Clause, Project, Stage

UNLINKED = frozenset({Binds.PERFORMANCE, Binds.DELIVERY, Binds.PUBLIC})


def each_clause(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    if not project.clauses:
        yield missing("R10", "le texte des clauses : les règles R05, R07 à R11, R15 et R16 n’ont rien lu")
    for rank, clause in enumerate(project.clauses):
        for finding in (
            _seat(clause, rank, confirmed),
            _one_way(project, clause, rank),
            _label(clause, rank, confirmed),
            _verifiable(clause, rank),
            _policy(clause, rank, confirmed),
            _derogation(project, clause, rank),
            _personal_data(clause, rank, confirmed),
        ):
            if finding is not None:
                yield finding


def _clause(rank: int) -> str:
    return f"Clause {rank + 1} : "


def _seat(clause: Clause, rank: int, confirmed: frozenset[str]) -> Finding | None:
    quote = texts.first(clause.text, texts.names_a_seat_or_an_origin)
    if clause.binds is not None:
        if clause.binds not in {Binds.SEAT, Binds.ORIGIN}:
            return None
        quote = quote or clause.text[:200]
    elif not quote:
        return None
    return found(
        "R05",
        f"{_clause(rank)}elle exige ou favorise un lieu d’implantation de l’entreprise, ou une provenance.",
        "Demandez ce que la proximité apporte : un délai d’intervention, un nombre d’intermédiaires, la fraîcheur, "
        "les émissions du transport, une présence sur le site.",
        confirmed=confirmed,
        clause=rank,
        quote=quote,
    )


def _one_way(project: Project, clause: Clause, rank: int) -> Finding | None:
    quote = texts.first(clause.text, texts.imposes_one_way)
    if not quote or clause.stage is not Stage.CONDITION:
        return None
    return found(
        "R07",
        f"{_clause(rank)}elle impose une seule façon de faire les heures d’insertion.",
        "Laissez le choix : embauche directe, mise à disposition, sous-traitance ou cotraitance avec une structure "
        "d’insertion.",
        clause=rank,
        quote=quote,
    )


def _label(clause: Clause, rank: int, confirmed: frozenset[str]) -> Finding | None:
    quote = clause.label or texts.first(clause.text, texts.asks_for_a_label)
    if not quote or texts.accepts_equivalents(clause.text) or texts.accepts_equivalents(clause.label):
        return None
    return found(
        "R08",
        f"{_clause(rank)}elle demande un label sans accepter ce qui l’égale.",
        "Ajoutez « ou équivalent », et dites par quels critères l’équivalence se prouve.",
        confirmed=confirmed,
        clause=rank,
        quote=quote,
    )


def _verifiable(clause: Clause, rank: int) -> Finding | None:
    expected = [("la preuve", clause.proof), ("le moment du contrôle", clause.control)]
    if clause.stage in {Stage.CONDITION, Stage.SPECIFICATION}:
        expected.append(("la pénalité", clause.penalty))
    empty = [name for name, value in expected if not value]
    if not empty:
        return None
    return found(
        "R10",
        f"{_clause(rank)}elle ne pourra pas être vérifiée, il manque {listed(empty)}.",
        "Dites quelle pièce le titulaire remet, quand vous la contrôlez, et ce qui se passe si elle manque.",
        clause=rank,
        quote=clause.text[:200],
    )


def _policy(clause: Clause, rank: int, confirmed: frozenset[str]) -> Finding | None:
    quote = texts.first(clause.text, texts.speaks_of_general_policy)
    if clause.binds in UNLINKED or not (quote or clause.binds is Binds.COMPANY):
        return None
    return found(
        "R11",
        f"{_clause(rank)}elle porte sur la politique générale de l’entreprise, sans lien avec l’objet du marché.",
        "Demandez ce que l’entreprise fera pour l’exécution de ce marché : ses équipes, ses matériaux, ses trajets.",
        confirmed=confirmed,
        clause=rank,
        quote=quote or clause.text[:200],
    )


def _derogation(project: Project, clause: Clause, rank: int) -> Finding | None:
    quote = texts.first(clause.text, texts.derogates)
    if not quote or project.derogations_listed:
        return None
    return found(
        "R15",
        f"{_clause(rank)}elle déroge au CCAG.",
        "Listez cette dérogation au dernier article du cahier des clauses administratives particulières.",
        clause=rank,
        quote=quote,
    )


def _personal_data(clause: Clause, rank: int, confirmed: frozenset[str]) -> Finding | None:
    quote = texts.first(clause.text, texts.asks_for_personal_data)
    if not quote:
        return None
    return found(
        "R16",
        f"{_clause(rank)}elle demande sur les personnes plus que le nécessaire.",
        "Demandez un nombre d’heures, une année de naissance et « critère validé par le facilitateur » : c’est lui "
        "qui voit les pièces, l’acheteur n’en a pas besoin.",
        confirmed=confirmed,
        clause=rank,
        quote=quote,
    )


def whole_set(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R07 for the whole and R09: what only shows when the clauses are read together."""
    if project.modalities == 1:
        yield found(
            "R07",
            "Une seule façon de faire les heures d’insertion est ouverte.",
            "Ouvrez-en au moins deux : embauche directe, mise à disposition, sous-traitance ou cotraitance.",
        )
    conditions = _with_hours(project, Stage.CONDITION)
    criteria = [
        rank
        for rank in _with_hours(project, Stage.CRITERION)
        if not texts.counts_beyond_the_minimum(project.clauses[rank].text)
    ]
    if conditions and criteria:
        both = quantity(len(conditions) + len(criteria), "clause")
        yield found(
            "R09",
            f"Les mêmes heures d’insertion sont une condition et un critère ({both}).",
            "Faites du minimum une condition, et notez au critère ce que l’offre propose au-delà.",
            clause=criteria[0],
            quote=project.clauses[criteria[0]].text[:200],
        )


def _with_hours(project: Project, stage: Stage) -> list[int]:
    return [
        rank
        for rank, clause in enumerate(project.clauses)
        if clause.stage is stage and texts.speaks_of_insertion_hours(clause.text)
    ]
