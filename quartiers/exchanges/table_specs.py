"""The tables that an organiser brings here: registrations taken elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from quartiers.exchanges.actions.listed import ListedPerson, open_sessions, register_listed, session_named
from quartiers.exchanges.actions.registrations import Identity, NewNeed
from quartiers.exchanges.forms.questions import YES_NO, answer_field
from quartiers.exchanges.models import Question, Session
from quartiers.exchanges.queries.organised import questions_in
from quartiers.exchanges.queries.places import place_of
from quartiers.exchanges.rules import QUESTION, Audience, Nature, QuestionKind
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.office.letters import is_address
from quartiers.office.rules import Author, one_line, plain
from quartiers.office.table_import import Field, Key, Record, TableSpec

MANAGE = "organisation.manage"
AUDIENCES = {name: one for one in Audience for name in (plain(one.label), one.value)}
SHORT, LONG = 100, 2000
CHOSEN = (QuestionKind.CHOICE, QuestionKind.SEVERAL)
ELSEWHERE = "le cycle de cette séance ne pose pas cette question. Videz la cellule, ou vérifiez la séance."
OFFERED = f"cette réponse n’est pas proposée. Écrivez ce que la question propose{NBSP}: "


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
    sessions = open_sessions(by, now)
    asked = _asked(sessions)
    people = []
    for one in records:
        cycle = session_named(one["session"], sessions).cycle_id
        given = {_number(asked[key], cycle): one[key] for key in _answered(one, asked)}
        people.append(_person(one, {number: answer for number, answer in given.items() if number}))
    register_listed(people, by=by, now=now)


def with_questions(spec: TableSpec, by: Author, now: datetime) -> TableSpec:
    """The table of one organiser: the titles of her open sessions, and a column for each question that they ask."""
    sessions = open_sessions(by, now)
    asked = _asked(sessions)

    def read_session(text: str) -> str:
        return session_named(read_line(text), sessions).title

    def at_odds(record: Record) -> Mapping[str, str]:
        cycle = session_named(record["session"], sessions).cycle_id
        return {key: ELSEWHERE for key in _answered(record, asked) if not _number(asked[key], cycle)}

    session, *others = spec.fields
    columns = [_column(key, questions, asked) for key, questions in asked.items()]
    fields = (replace(session, read=read_session), *others, *columns)
    return replace(spec, fields=fields, at_odds=at_odds)


def _asked(sessions: Mapping[str, Sequence[Session]]) -> dict[str, list[Question]]:
    """The questions of these sessions, by column: those of several cycles that ask the same share one."""
    cycles = {one.cycle_id for named in sessions.values() for one in named}
    alike: dict[tuple[str, str, tuple[str, ...]], list[Question]] = {}
    for one in questions_in(cycles):
        alike.setdefault((plain(one.label), one.kind, tuple(one.choices)), []).append(one)
    return {f"{QUESTION}{questions[0].pk}": questions for questions in alike.values()}


def _answered(record: Record, asked: Mapping[str, Sequence[Question]]) -> list[str]:
    """The columns of questions that a line answers; zero is an answer."""
    return [key for key in asked if record.get(key) not in (None, "", [])]


def _number(questions: Sequence[Question], cycle_id: int) -> str:
    """The number of the question of this cycle; empty when it does not ask it."""
    return next((str(one.pk) for one in questions if one.cycle_id == cycle_id), "")


def _column(key: str, questions: Sequence[Question], asked: Mapping[str, Sequence[Question]]) -> Field:
    """The column of a question; two that bear one name and are not answered alike say of which cycle they are."""
    question = questions[0]
    names = [plain(one[0].label) for one in asked.values()]
    is_alone = names.count(plain(question.label)) == 1
    label = question.label if is_alone else f"{question.label} ({question.cycle.title})"
    return Field(key, label, read=_reader(question), example=_example(question))


def _reader(question: Question) -> Callable[[str], Any]:
    """Reads a cell as the form of registration reads its field."""
    field = answer_field(question, is_required=False)

    def read(text: str) -> Any:
        try:
            return field.clean(_as_sent(question, text))
        except ValidationError as wrong:
            said = " ".join(wrong.messages)
            offered = " ; ".join(_offered(question).values()).replace(" ;", f"{NBSP};")
            raise RuleBroken(f"{OFFERED}{offered}." if offered else said[0].lower() + said[1:]) from wrong

    return read


def _as_sent(question: Question, text: str) -> str | list[str]:
    """A cell as a browser would send it."""
    kind, offered = QuestionKind(question.kind), _offered(question)
    known = {plain(words): value for value, words in offered.items()}
    if kind is QuestionKind.NUMBER:
        return "".join(text.split())
    if kind is QuestionKind.SEVERAL and plain(text) not in known:
        parts = text.replace("\n", ";").split(";" if ";" in text or "\n" in text else ",")
        return [known.get(plain(part), part.strip()) for part in parts if part.strip()]
    found = known.get(plain(text), text)
    return [found] if kind is QuestionKind.SEVERAL else found


def _offered(question: Question) -> dict[str, str]:
    """What may be answered, as it is kept and as it is shown; empty when anything may."""
    if question.kind == QuestionKind.YES_NO:
        return dict(YES_NO)
    return {one: one for one in question.choices} if question.kind in CHOSEN else {}


def _example(question: Question) -> str:
    first = next(iter(_offered(question).values()), "")
    return "12" if question.kind == QuestionKind.NUMBER else first


def _person(record: Record, answers: Mapping[str, Any]) -> ListedPerson:
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
    return ListedPerson(identity, record["session"], (NewNeed(words, Nature.AUTRE),) if words else (), answers)


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
    promise="Rien de ce qu’une personne a déjà dit d’elle ne change : le tableau ajoute ce qui manque.".replace(
        " :", f"{NBSP}:"
    ),
    own=with_questions,
)  # fmt: skip
TABLES = [REGISTRATIONS]
