"""Video meetings, behind one port: the address of a room is computed at the click, for one person.

Three adapters: a link given by hand (Zoom, Teams, the State's webinars…), Jitsi (a room whose name nobody can guess),
BigBlueButton (a signed join address). None of them needs the network; ``rooms`` asks for BigBlueButton's rooms ahead.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from quartiers.exchanges.models import Registration, Session
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

NO_ROOM = "L’adresse de la salle n’est pas encore donnée. L’organisateur est prévenu ; revenez dans quelques minutes."
NAME_MAX = 64
BIGBLUEBUTTON = "bigbluebutton"


@dataclass(frozen=True)
class Guest:
    """Who enters: her name there, what the service knows her by, and whether she runs the session."""

    name: str
    key: str
    runs: bool = False


@dataclass(frozen=True)
class Provider:
    """A way to meet.

    Args:
        label: as the organiser chooses it.
        help: what stands in the field «adresse de la salle».
        address_for: where somebody goes.
    """

    label: str
    help: str
    address_for: Callable[[Session, Guest], str]


def room_address(session: Session, registration: Registration) -> str:
    """Where this person goes now.

    Raises:
        RuleBroken: the organiser has not said where.
    """
    who = Guest(str(registration.participant)[:NAME_MAX], f"{registration.participant_id}")
    return PROVIDERS[session.provider].address_for(session, who)


def host_address(session: Session, name: str) -> str:
    """Where who runs the session goes.

    Raises:
        RuleBroken: the organiser has not said where.
    """
    return PROVIDERS[session.provider].address_for(session, Guest(name[:NAME_MAX], f"host {name}", runs=True))


def _by_hand(session: Session, who: Guest) -> str:
    if not session.room.startswith("https://"):
        raise RuleBroken(NO_ROOM)
    return session.room


def _jitsi(session: Session, who: Guest) -> str:
    """The room's name is drawn from the secret of the installation: whoever knows the session cannot guess it."""
    if not session.room.startswith("https://"):
        raise RuleBroken(NO_ROOM)
    name = hmac.new(settings.SECRET_KEY.encode(), f"jitsi {session.pk}".encode(), hashlib.sha256).hexdigest()[:32]
    shown = quote(f'"{who.name}"')
    return f"{session.room.rstrip('/')}/{name}#userInfo.displayName={shown}"


def _bigbluebutton(session: Session, who: Guest) -> str:
    """``room`` holds the server's API and its secret, parted by a space."""
    server, secret = server_of(session)
    if not server:
        raise RuleBroken(NO_ROOM)
    given = {
        "fullName": who.name,
        "meetingID": meeting_id(session),
        "role": "MODERATOR" if who.runs else "VIEWER",
        "userID": hashlib.sha256(f"{who.key} {settings.SECRET_KEY}".encode()).hexdigest()[:16],
    }
    return signed_address(server, "join", given, secret=secret)


def server_of(session: Session) -> tuple[str, str]:
    """The API of its BigBlueButton server and the secret; both empty where the installation does not know the host.

    The platform itself calls this server: a host that an organiser types freely could be a machine of its network.
    """
    server, _, secret = session.room.partition(" ")
    allowed = is_allowed(server) and bool(secret.strip())
    return (server.rstrip("/"), secret.strip()) if allowed else ("", "")


def is_allowed(server: str) -> bool:
    """Whether this is the https address of a BigBlueButton server of ``QUARTIERS_BIGBLUEBUTTON_HOSTS``."""
    try:
        found = urlsplit(server)
        is_plain = found.port in {None, 443} and found.username is None
    except ValueError:
        return False
    return found.scheme == "https" and is_plain and found.hostname in settings.BIGBLUEBUTTON_HOSTS


def check_room(provider: str, room: str) -> None:
    """An empty room may be given later.

    Raises:
        RuleBroken: no https address, or a BigBlueButton server that the installation does not know.
    """
    if room and not room.startswith("https://"):
        raise RuleBroken(f"Cette adresse ne commence pas par https://. Copiez-la entière{NBSP}: elle y commence.")
    if room and provider == BIGBLUEBUTTON and not is_allowed(room.partition(" ")[0]):
        raise RuleBroken(
            "Ce serveur BigBlueButton n’est pas connu de cette plateforme. Demandez à la personne qui l’installe de "
            "l’ajouter, ou donnez un lien à la main."
        )


def meeting_id(session: Session) -> str:
    """Under which name BigBlueButton knows a session."""
    return f"seance-{session.pk}"


def signed_address(server: str, call: str, given: dict[str, str], *, secret: str, algorithm: str = "sha256") -> str:
    """The address of a call of BigBlueButton's API, with its checksum.

    Source: BigBlueButton, API reference, «checksum»: digest of the call's name, the query as it is sent, the secret.
    """
    query = urlencode(given)
    checksum = hashlib.new(algorithm, f"{call}{query}{secret}".encode()).hexdigest()
    return f"{server}/{call}?{query}&checksum={checksum}"


Providers: TypeAlias = dict[str, Provider]
PROVIDERS: Providers = {
    "link": Provider("Lien donné à la main", "L’adresse que le service de visioconférence vous a donnée.", _by_hand),
    "jitsi": Provider("Jitsi", "L’adresse du serveur, par exemple https://jitsi.exemple.fr", _jitsi),
    BIGBLUEBUTTON: Provider(
        "BigBlueButton", "L’adresse de l’API puis le secret, séparés par une espace.", _bigbluebutton
    ),
}
