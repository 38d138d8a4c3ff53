"""The legal check of a contract: every rule on one project, what blocks first."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from quartiers.kernel.dated import Dated
from quartiers.kernel.french import NARROW, NBSP, listed, number, quantity
from quartiers.procurement.rules import texts, values
from quartiers.procurement.rules.legal import BY_CODE, Finding, Severity
from quartiers.procurement.rules.project import Binds, Buyer, Clause, Exemption, Kind, Project, Reserved, Stage
from quartiers.procurement.rules.trades import SHARE_HIGH, SHARE_VERY_HIGH

Check = Callable[[Project, frozenset[str]], Iterator[Finding]]
ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}
ORDINARY = {
    Buyer.STATE: values.THRESHOLD_STATE,
    Buyer.LOCAL: values.THRESHOLD_LOCAL,
    Buyer.ENTITY: values.THRESHOLD_ENTITY,
}
CONCESSION_EXEMPTIONS = frozenset({Exemption.NO_LINK, Exemption.RESTRICTS})
#: Reservations for one contract that no text allows together.
NOT_IN_A_CONCESSION = frozenset({Reserved.SIAE, Reserved.EA_ESAT})
UNLINKED = frozenset({Binds.PERFORMANCE, Binds.DELIVERY, Binds.PUBLIC})


def check(project: Project, *, confirmed: frozenset[str] = frozenset()) -> list[Finding]:
    """Everything the rules have to say of this project: what blocks first, then by rule and by clause.

    Args:
        project: the contract and its clauses.
        confirmed: codes of the rules that an administrator confirmed: they block as their text says.
    """
    found = [finding for rule in CHECKS for finding in rule(project, confirmed)]
    return sorted(found, key=lambda one: (ORDER[one.severity], one.code, -1 if one.clause is None else one.clause))


def blocks(findings: list[Finding]) -> bool:
    """Whether one of them blocks."""
    return any(one.severity is Severity.BLOCK for one in findings)


def compared_value(project: Project) -> Decimal:
    """Euros to hold against the threshold: for works that are no concession, the whole operation (R2121-5)."""
    if project.kind is Kind.WORKS and not project.concession:
        return max(project.value, project.operation_value or Decimal(0))
    return project.value


def social_threshold(project: Project) -> Decimal:
    """Euros from which this project needs a social condition."""
    return Decimal(_known(_threshold(project), project.consultation_on))


def needs_social_condition(project: Project) -> bool:
    """Whether the text requires a social condition, set aside or not; never before 22 August 2026."""
    rule = BY_CODE["R04"]
    above = compared_value(project) >= social_threshold(project)
    return above and rule.applies_on(project.consultation_on) and not project.defence


def _threshold(project: Project) -> Dated[int]:
    if project.kind is Kind.WORKS or project.concession:
        return values.THRESHOLD_WORKS
    return ORDINARY[project.buyer]


def _known(value: Dated[int], on: date) -> int:
    """The value of the day; the last known one after the last period, the first one before the first."""
    entry = value.entry_on(on)
    if entry is not None:
        return entry.value
    first, last = value.entries[0], value.entries[-1]
    return last.value if on >= (last.valid_from or date.min) else first.value


def _found(
    code: str,
    message: str,
    remedy: str,
    *,
    confirmed: frozenset[str] = frozenset(),
    severity: Severity | None = None,
    clause: int | None = None,
    quote: str = "",
) -> Finding:
    rule = BY_CODE[code]
    return Finding(
        code, severity or rule.weight(confirmed), rule.article, _typed(message), _typed(remedy), clause, quote
    )


def _missing(code: str, what: str) -> Finding:
    """The rule could not be checked."""
    rule = BY_CODE[code]
    message = _typed(f"Non vérifié, il manque {what}.")
    remedy = _typed(f"Donnez {what} pour que la règle « {rule.title} » soit vérifiée.")
    return Finding(code, Severity.INFO, rule.article, message, remedy, missing=True)


def _typed(text: str) -> str:
    """No-break spaces where French wants them."""
    spaced = (
        text.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»").replace(" :", f"{NBSP}:").replace(" %", f"{NBSP}%")
    )
    return spaced.replace(" ;", f"{NARROW};").replace(" €", f"{NBSP}€")


def _euros(amount: Decimal | int) -> str:
    exact = Decimal(amount)
    return f"{number(exact, 0 if exact == exact.to_integral_value() else 2)} €"


# --- The whole contract ---------------------------------------------------------------------------------------------


def _environment(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R01, R02, R03."""
    if project.defence:
        return
    on = project.consultation_on
    if BY_CODE["R01"].applies_on(on) and not project.environmental_criterion:
        yield _found(
            "R01",
            "Aucun critère ne tient compte de l’environnement, alors que la loi le demande depuis le 21 août 2026.",
            "Ajoutez un critère lié à l’objet, par exemple « performance environnementale de l’offre : réemploi, "
            "émissions du transport, durée de vie », avec un poids qui compte.",
            confirmed=confirmed,
        )
    if BY_CODE["R02"].applies_on(on) and not project.environmental_condition:
        yield _found(
            "R02",
            "Aucune condition d’exécution ne tient compte de l’environnement, alors que la loi le demande depuis le "
            "22 août 2026.",
            "Ajoutez une condition liée à l’objet et vérifiable, par exemple « les déchets sont triés en sept flux et "
            "le titulaire remet les bordereaux chaque mois ».",
            confirmed=confirmed,
        )
    if BY_CODE["R03"].applies_on(on) and project.price_only:
        yield _found(
            "R03",
            "Le prix est le seul critère. Ce n’est plus possible depuis le 21 août 2026.",
            "Prenez le coût global, qui compte l’environnement, ou plusieurs critères dont le prix et un critère "
            "environnemental.",
            confirmed=confirmed,
        )


def _social(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R04: a social condition above the European threshold, or a reason that the text knows."""
    on, threshold = project.consultation_on, _threshold(project)
    if BY_CODE["R04"].applies_on(on) and not project.defence and not threshold.entry_on(on):
        yield _found(
            "R04",
            f"Les seuils européens du {on:%d/%m/%Y} ne sont pas encore connus ici. Les derniers "
            f"connus servent : {_euros(social_threshold(project))}.",
            "Vérifiez le seuil en vigueur ce jour-là avant de publier.",
            severity=Severity.INFO,
        )
    if project.social_condition or not needs_social_condition(project):
        return
    if project.social_exemption is None:
        yield _social_gap(
            project,
            confirmed,
            f"La valeur ({_euros(compared_value(project))}) atteint le seuil européen "
            f"({_euros(social_threshold(project))}) et aucune condition sociale n’est prévue.",
            "Ajoutez une condition sociale, par exemple des heures d’insertion ouvertes aux habitants des quartiers "
            "prioritaires éloignés de l’emploi, ou dites lequel des motifs du texte l’écarte.",
        )
    else:
        yield from _exempted(project, confirmed, project.social_exemption)


def _exempted(project: Project, confirmed: frozenset[str], motive: Exemption) -> Iterator[Finding]:
    if project.concession and motive not in CONCESSION_EXEMPTIONS:
        yield _social_gap(
            project,
            confirmed,
            f"Le motif « {motive.label} » ne vaut pas pour une concession.",
            "Une concession n’a que deux motifs : pas de lien suffisant avec l’objet, ou concurrence restreinte. "
            "Sinon, ajoutez une condition sociale.",
        )
        return
    if motive is Exemption.SHORT_WORKS:
        months = _known(values.SHORT_WORKS_MONTHS, project.consultation_on)
        if project.kind is not Kind.WORKS:
            yield _social_gap(
                project,
                confirmed,
                "Le motif des travaux courts ne vaut que pour des travaux.",
                "Choisissez un autre motif du texte, ou ajoutez une condition sociale.",
            )
            return
        if project.duration_months is None:
            yield _found(
                "R04",
                f"Non vérifié, il manque la durée : ce motif ne vaut que pour des travaux de moins de {months} mois.",
                "Donnez la durée en mois, tranches et reconductions comprises.",
                severity=Severity.WARN,
            )
            return
        if project.duration_months >= months:
            yield _social_gap(
                project,
                confirmed,
                f"Ces travaux durent {number(project.duration_months)} mois. Le motif ne vaut que sous {months} mois.",
                "Choisissez un autre motif du texte, ou ajoutez une condition sociale.",
            )
            return
    yield _found(
        "R04",
        f"La condition sociale est écartée : {motive.label[0].lower()}{motive.label[1:]}.",
        "Écrivez la note des motifs et gardez-la au dossier (CCP, art. L2112-2-1, III).",
        severity=Severity.INFO,
    )


def _social_gap(project: Project, confirmed: frozenset[str], message: str, remedy: str) -> Finding:
    """A missing condition; for social services below their own threshold, only to be verified."""
    special = values.THRESHOLD_SOCIAL_SERVICES
    limit = _known(special, project.consultation_on)
    of_social_services = project.social_services and project.kind is Kind.SERVICES and not project.concession
    if of_social_services and project.value < limit:
        doubt = f"{message} Pour des services sociaux sous {_euros(limit)}, ce point reste à vérifier."
        return _found("R04", doubt, remedy, severity=Severity.WARN)
    return _found("R04", message, remedy, confirmed=confirmed)


def _hours(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R06: hours of insertion in proportion of the hours of the contract."""
    if project.hours_due is None:
        total = "" if project.hours_total else " et le total des heures du marché"
        yield _missing("R06", f"les heures d’insertion demandées (0 s’il n’y en a pas){total}")
        return
    if project.hours_due == 0:
        return
    if not project.hours_total:
        yield _missing("R06", "le total des heures du marché")
        return
    share = project.hours_due * 100 / project.hours_total
    alert, review = (int(one.on(project.consultation_on) * 100) for one in (SHARE_HIGH, SHARE_VERY_HIGH))
    if share > review:
        yield _found(
            "R06",
            f"Les heures d’insertion font {number(share, 1)} % des heures du marché, plus de {review} % : la clause "
            "risque d’être jugée disproportionnée.",
            f"Baissez les heures sous {review} %, réservez un lot, ou justifiez ce volume par les structures et les "
            "personnes disponibles près du chantier.",
        )
    elif share > alert:
        yield _found(
            "R06",
            f"Les heures d’insertion font {number(share, 1)} % des heures du marché, plus de {alert} %.",
            "Vérifiez avec le facilitateur que des structures et des personnes peuvent les faire, et gardez-en trace.",
        )


def _penalty(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R14: a penalty that keeps to the value of the hour."""
    if project.penalty_per_hour is None:
        yield _missing("R14", "la pénalité par heure non faite (0 s’il n’y en a pas)")
        return
    entry = values.MINIMUM_WAGE.entry_on(project.consultation_on)
    if entry is None:
        yield _missing("R14", "le Smic horaire en vigueur à cette date")
        return
    times = _known(values.PENALTY_WAGES, project.consultation_on)
    if project.penalty_per_hour > entry.value * times:
        yield _found(
            "R14",
            f"La pénalité ({_euros(project.penalty_per_hour)} par heure) dépasse {times} fois le Smic horaire "
            f"({_euros(entry.value)}).",
            f"Restez sous {_euros(entry.value * times)} par heure, ou expliquez ce montant.",
        )


def _reservations(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R12 and R13."""
    reserved = project.reserved_to
    if not reserved:
        return
    if Reserved.PRISON in reserved and len(reserved) > 1:
        yield _found(
            "R12",
            "Une réserve pour l’activité en détention ne se combine avec aucune autre.",
            "Gardez une seule réserve, ou faites deux lots.",
            confirmed=confirmed,
        )
    elif project.concession and reserved >= NOT_IN_A_CONCESSION:
        yield _found(
            "R12",
            "Une concession ne peut pas être réservée à la fois aux SIAE et aux entreprises adaptées ou ESAT.",
            "Choisissez l’une des deux familles (CCP, art. L3113-3).",
            confirmed=confirmed,
        )
    share = _known(values.RESERVED_SHARE, project.consultation_on)
    workers = "" if reserved == {Reserved.ESS} else f" et la part d’au moins {share} % de travailleurs concernés"
    if project.notice_cites_reservation is False:
        yield _found(
            "R12",
            f"L’avis ne cite pas l’article de la réserve{workers}.",
            f"Écrivez dans l’avis l’article qui permet de réserver{workers}.",
            confirmed=confirmed,
        )
    elif project.notice_cites_reservation is None:
        yield _found(
            "R12",
            f"Le marché est réservé : l’avis doit citer l’article qui le permet{workers}.",
            "Vérifiez l’avis avant de publier.",
            severity=Severity.INFO,
        )
    if Reserved.ESS in reserved:
        yield from _reserved_to_ess(project, confirmed)


def _reserved_to_ess(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    months = _known(values.ESS_MONTHS, project.consultation_on)
    if not project.social_services:
        yield _found(
            "R13",
            "Réserver aux entreprises de l’ESS ne vaut que pour les services sociaux et spécifiques de la liste.",
            "Réservez plutôt aux SIAE, aux entreprises adaptées ou aux ESAT, ou retirez la réserve.",
            confirmed=confirmed,
        )
    if project.duration_months is None:
        yield _missing("R13", "la durée du marché, en mois")
    elif project.duration_months > months:
        yield _found(
            "R13",
            f"Ce marché dure {number(project.duration_months, 0)} mois. Réservé à l’ESS, il ne peut dépasser {months}"
            " mois.",
            f"Ramenez la durée à {months} mois, reconductions comprises.",
            confirmed=confirmed,
        )


def _small_companies(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R17 to R20: what keeps the door open to small companies."""
    if not project.concession and not project.defence:
        yield from _allotment(project)
    yield from _turnover(project, confirmed)
    yield from _advance(project)
    if project.global_contract and not project.holder_is_sme:
        yield from _global_contract(project)


def _allotment(project: Project) -> Iterator[Finding]:
    if project.lots is None and not project.no_allotment_reason:
        yield _missing("R17", "le nombre de lots, ou la raison de ne pas allotir")
    elif (project.lots or 0) < 2 and not project.no_allotment_reason:
        yield _found(
            "R17",
            "Le marché n’est pas alloti et aucune raison n’est donnée.",
            "Faites des lots à la taille des petites entreprises, ou écrivez lequel des cas de l’article L2113-11 "
            "s’applique.",
        )


def _turnover(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    if project.required_turnover is None:
        yield _missing("R18", "le chiffre d’affaires exigé des candidats (0 s’il n’y en a pas)")
        return
    times = Decimal(values.TURNOVER_TIMES.on(project.consultation_on))
    if project.required_turnover > project.value * times:
        yield _found(
            "R18",
            f"Le chiffre d’affaires exigé ({_euros(project.required_turnover)}) dépasse {number(times, 1)} fois la "
            f"valeur du marché.{'' if 'R18' in confirmed else ' Règle non vérifiée.'}",
            f"Exigez {_euros(project.value * times)} au plus, ou rien.",
            confirmed=confirmed,
        )


def _advance(project: Project) -> Iterator[Finding]:
    if project.buyer is Buyer.ENTITY or project.concession:
        return
    if project.advance_rate is None:
        yield _missing("R19", "le taux de l’avance")
        return
    least = _least_advance(project)
    if least is None:
        yield _missing("R19", "les dépenses annuelles de fonctionnement de l’acheteur")
    elif project.advance_rate * 100 < least:
        yield _found(
            "R19",
            f"L’avance prévue ({number(project.advance_rate * 100, 1)} %) est sous les {least} % dus à une PME.",
            f"Portez l’avance à {least} % quand le titulaire est une PME.",
        )


def _least_advance(project: Project) -> int | None:
    """Per cent; 0 when none is due; None when the buyer's running costs are not known."""
    on = project.consultation_on
    if project.buyer is Buyer.STATE:
        return _known(values.ADVANCE_STATE, on)
    if project.running_costs is None:
        return None
    large = project.running_costs > _known(values.ADVANCE_RUNNING_COSTS, on)
    return _known(values.ADVANCE_LOCAL, on) if large else 0


def _global_contract(project: Project) -> Iterator[Finding]:
    if project.sme_share is None:
        yield _missing("R20", "la part du marché global confiée à des PME")
        return
    least = _known(values.GLOBAL_SME_SHARE, project.consultation_on)
    if project.sme_share * 100 < least:
        yield _found(
            "R20",
            f"Le marché global confie {number(project.sme_share * 100, 1)} % à des PME. Il en faut {least} %.",
            f"Demandez au titulaire d’en confier au moins {least} % à des PME ou à des artisans.",
        )


# --- The clauses ----------------------------------------------------------------------------------------------------


def _each_clause(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    if not project.clauses:
        yield _missing("R10", "le texte des clauses : les règles R05, R07 à R11, R15 et R16 n’ont rien lu")
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
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
        "R16",
        f"{_clause(rank)}elle demande sur les personnes plus que le nécessaire.",
        "Demandez un nombre d’heures, une année de naissance et « critère validé par le facilitateur » : c’est lui "
        "qui voit les pièces, l’acheteur n’en a pas besoin.",
        confirmed=confirmed,
        clause=rank,
        quote=quote,
    )


def _set(project: Project, confirmed: frozenset[str]) -> Iterator[Finding]:
    """R07 for the whole and R09: what only shows when the clauses are read together."""
    if project.modalities == 1:
        yield _found(
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
        yield _found(
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


CHECKS: tuple[Check, ...] = (
    _environment,
    _social,
    _hours,
    _penalty,
    _reservations,
    _small_companies,
    _each_clause,
    _set,
)
