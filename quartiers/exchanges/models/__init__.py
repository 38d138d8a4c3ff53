"""What is remembered of cycles, sessions, participants and needs."""

from quartiers.exchanges.models.cycles import Cycle, Practice, ProgrammeItem, Question, Resource, Session, Speaker
from quartiers.exchanges.models.needs import Invitation, Need, NeedGroup
from quartiers.exchanges.models.participants import ConsentGiven, JoinClick, Participant, Registration, SurveyAnswer
from quartiers.exchanges.models.roles import Helper

__all__ = [
    "ConsentGiven",
    "Cycle",
    "Helper",
    "Invitation",
    "JoinClick",
    "Need",
    "NeedGroup",
    "Participant",
    "Practice",
    "ProgrammeItem",
    "Question",
    "Registration",
    "Resource",
    "Session",
    "Speaker",
    "SurveyAnswer",
]
