"""Accounts: passwords, failed attempts, sessions, invitations."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from quartiers.actors.rules.roles import Role
from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import NBSP, quantity

CNIL = "CNIL, délibération n° 2022-100 du 21 juillet 2022 portant recommandation relative aux mots de passe"
HOUSE = "règle de la plateforme"

PASSWORD_LENGTH = Dated(
    "actors.password_length",
    "Longueur minimale d’un mot de passe",
    "caractères",
    (
        Entry(
            12,
            None,
            None,
            CNIL,
            None,
            "La plateforme limite aussi le nombre d’essais\u202f; elle n’exige ni majuscule, ni chiffre.",
        ),
    ),
)
FAILURES = Dated(
    "actors.sign_in_failures",
    "Essais manqués avant une pause, pour un compte",
    "essais",
    (Entry(10, None, None, CNIL, None, "Mots de passe et codes du second facteur, chacun pour soi."),),
)
FAILURES_BY_ADDRESS = Dated(
    "actors.sign_in_failures_by_address",
    "Essais manqués avant une pause, pour une adresse du réseau",
    "essais",
    (Entry(60, None, None, HOUSE, None, "Plus large que pour un compte\u00a0: une agence entière peut la partager."),),
)
FAILURE_WINDOW = Dated(
    "actors.sign_in_window",
    "Durée pendant laquelle un essai manqué compte",
    "minutes",
    (Entry(15, None, None, HOUSE, None),),
)
INVITATION_LIFE = Dated(
    "actors.invitation_life",
    "Durée de vie d’une invitation",
    "jours",
    (Entry(14, None, None, "usage de la plateforme nationale de l’inclusion", None),),
)

INVITATION_KEPT = Dated(
    "actors.invitation_kept",
    "Invitation gardée après sa réponse, son retrait ou sa fin",
    "jours",
    (Entry(90, None, None, HOUSE, None),),
)
REVIEW_EVERY = Dated(
    "actors.review_every",
    "Délai entre deux relectures des accès d’une organisation",
    "jours",
    (
        Entry(
            92, None, None, "bonne pratique de la CNIL\u00a0: revue régulière des habilitations", None, "Un trimestre."
        ),
    ),
)

#: What ProConnect calls a sign-in with two factors: as a method (``amr``), as levels of assurance (``acr``).
TWO_FACTORS_METHOD = "mfa"
TWO_FACTORS_LEVELS = frozenset(
    {
        "eidas2",
        "eidas3",
        "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
        "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
    }
)


class SecondFactor(StrEnum):
    """Where the second factor of an account is."""

    HERE = "ici"
    AT_PROVIDER = "proconnect"
    NOWHERE = "aucun"

    @property
    def label(self) -> str:
        return {"ici": "en place", "proconnect": "chez ProConnect", "aucun": "à installer"}[self.value]

    @property
    def badge(self) -> str:
        """Kind of its badge."""
        return "warn" if self is SecondFactor.NOWHERE else "ok"


def failures_allowed(*, by_address: bool, on: date) -> int:
    """How many failed attempts may stand in the window before the next one is refused unread."""
    return (FAILURES_BY_ADDRESS if by_address else FAILURES).on(on)


def failure_window(on: date) -> timedelta:
    return timedelta(minutes=FAILURE_WINDOW.on(on))


def invitation_ends(sent_at: datetime) -> datetime:
    """When an invitation sent at this instant stops to open."""
    return sent_at + timedelta(days=INVITATION_LIFE.on(sent_at.date()))


def review_due(last: datetime | None, *, now: datetime) -> bool:
    """Whether the list of those who have access waits to be read again."""
    return last is None or now - last > timedelta(days=REVIEW_EVERY.on(now.date()))


def may_invite(capabilities: frozenset[str], *, belongs: bool, has_administrator: bool) -> bool:
    """Whether somebody may invite into an organisation.

    Args:
        capabilities: hers, now.
        belongs: whether it is the organisation in use.
        has_administrator: whether somebody administers it already: then only she lets people in.

    >>> coordinator = frozenset({"cite.manage"})
    >>> may_invite(coordinator, belongs=False, has_administrator=False)
    True
    >>> may_invite(coordinator, belongs=False, has_administrator=True)
    False
    """
    if "administration" in capabilities:
        return True
    if belongs:
        return "organisation.manage" in capabilities
    return "cite.manage" in capabilities and not has_administrator


def password_too_short(password: str, *, on: date) -> str:
    """Why the password is too short, in French; empty when it is long enough.

    >>> password_too_short("trois petits chats", on=date(2026, 1, 1))
    ''
    """
    least = PASSWORD_LENGTH.on(on)
    if len(password) >= least:
        return ""
    return (
        f"Ce mot de passe est trop court{NBSP}: il en faut au moins {quantity(least, 'caractère')}. "
        "Trois ou quatre mots qui n’ont rien à voir font très bien l’affaire."
    )


def leaves_no_administrator(roles: list[Role]) -> bool:
    """Whether an organisation with these members' roles has members and nobody to manage them.

    >>> leaves_no_administrator([Role.MEMBER]), leaves_no_administrator([])
    (True, False)
    """
    return bool(roles) and Role.ADMINISTRATOR not in roles


def proves_two_factors(methods: Collection[str], level: str) -> bool:
    """Whether ProConnect says that two factors were shown for this very sign-in.

    Source: https://partenaires.proconnect.gouv.fr/docs/ressources/claim_amr and
    https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/double_authentification (read on 29 November 2026).

    Args:
        methods: the claim ``amr`` of its answer.
        level: the claim ``acr``.

    >>> proves_two_factors(["pwd", "otp", "mfa"], ""), proves_two_factors(["pwd"], "eidas1")
    (True, False)
    """
    return TWO_FACTORS_METHOD in methods or level in TWO_FACTORS_LEVELS


def device(user_agent: str) -> str:
    """The browser and the system that a browser says it is, in a few words; never its version.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    'Firefox sur Linux'
    """
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if mark in user_agent), "navigateur inconnu")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser
