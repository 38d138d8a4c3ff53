"""The closed lists of the exchanges, and their French words."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a cycle or a session stands; it only goes forward, but for what is closed by mistake."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return {"draft": "brouillon", "published": "publiée", "closed": "close", "archived": "archivée"}[self.value]


class Audience(StrEnum):
    """To whom a session speaks, and what a participant says she is."""

    COLLECTIVITE = "collectivite"
    ETAT = "etat"
    ESS = "ess"
    ENTREPRISE = "entreprise"
    HABITANT = "habitant"
    AUTRE = "autre"

    @property
    def label(self) -> str:
        return {
            "collectivite": "Collectivité",
            "etat": "Service de l’État",
            "ess": "Économie sociale et solidaire, association",
            "entreprise": "Entreprise",
            "habitant": "Habitant, conseil citoyen",
            "autre": "Autre",
        }[self.value]


class Nature(StrEnum):
    """What kind of help a need asks for."""

    TECHNIQUE = "technique"
    JURIDIQUE = "juridique"
    FINANCEMENT = "financement"
    MISE_EN_OEUVRE = "mise_en_oeuvre"
    AUTRE = "autre"

    @property
    def label(self) -> str:
        return {
            "technique": "Technique",
            "juridique": "Juridique",
            "financement": "Financement",
            "mise_en_oeuvre": "Mise en œuvre",
            "autre": "Autre",
        }[self.value]


class Part(StrEnum):
    """What happens at one moment of a session."""

    FRAMING = "framing"
    TALK = "talk"
    TESTIMONY = "testimony"
    QUESTIONS = "questions"

    @property
    def label(self) -> str:
        return {
            "framing": "Cadrage",
            "talk": "Intervention",
            "testimony": "Témoignage",
            "questions": "Questions et échanges",
        }[self.value]


class DeskRole(StrEnum):
    """What a member of the organiser may be, besides reading: administrators are all of it."""

    HOST = "host"
    OFFICER = "officer"

    @property
    def label(self) -> str:
        return {"host": "animation", "officer": "protection des données"}[self.value]


class Lever(StrEnum):
    """The four levers of the platform, by which practices are found."""

    EXCHANGES = "echanges"
    PROCUREMENT = "achats"
    IAE = "iae"
    CITE = "cite"

    @property
    def label(self) -> str:
        return {
            "echanges": "Échanges entre acteurs",
            "achats": "Achats responsables",
            "iae": "Insertion par l’activité économique",
            "cite": "Cité de l’emploi",
        }[self.value]


class Consent(StrEnum):
    """What a participant may agree to, each apart, each with the words she read."""

    RECONTACT = "recontact"
    IMAGE = "image"
    LIST = "list"

    @property
    def label(self) -> str:
        return CONSENT_WORDS[self][-1]


#: The wordings of each consent, oldest first; what a person agreed to is its rank, from 1.
CONSENT_WORDS: dict[Consent, tuple[str, ...]] = {
    Consent.RECONTACT: ("J’accepte d’être recontacté au sujet du besoin que j’exprime, et pour un second groupe.",),
    Consent.IMAGE: ("J’accepte d’apparaître, par la voix ou l’image, si la séance est enregistrée.",),
    Consent.LIST: ("J’accepte que mon nom et mon organisation figurent sur la liste remise aux participants.",),
}


#: A registration takes a minute: an organiser asks so many questions of her own at most.
MOST_QUESTIONS = 5
#: Before the number of a question, where its answer stands beside other fields.
QUESTION = "question_"


class QuestionKind(StrEnum):
    """How a question of the organiser is answered."""

    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    NUMBER = "number"

    @property
    def label(self) -> str:
        return {
            "text": "Texte",
            "choice": "Un choix",
            "several": "Plusieurs choix",
            "yes_no": "Oui ou non",
            "number": "Nombre",
        }[self.value]


class Place(StrEnum):
    """What a registration is."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {"confirmed": "inscrit", "waiting": "liste d’attente", "cancelled": "annulé"}[self.value]


class Presence(StrEnum):
    """Whether a registered person came."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        return {"unknown": "non renseigné", "present": "présent", "late": "en retard", "absent": "absent"}[self.value]


class NeedState(StrEnum):
    """What becomes of a need."""

    NEW = "new"
    GROUPED = "grouped"
    PLANNED = "planned"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"

    @property
    def label(self) -> str:
        return {
            "new": "reçu",
            "grouped": "regroupé",
            "planned": "second groupe prévu",
            "answered": "traité",
            "set_aside": "non retenu",
        }[self.value]


class Answer(StrEnum):
    """What an invited person answered."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return {"sent": "sans réponse", "accepted": "accepte", "declined": "décline"}[self.value]
