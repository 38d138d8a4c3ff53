"""What a participant does for herself: her choices, her entry into a room, her leaving for good."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges import letters
from quartiers.exchanges.actions.registrations import (
    cancel_silently,
    give_consent,
    revoke_links,
    set_sessions,
    withdraw_consent,
)
from quartiers.exchanges.models import (
    ConsentGiven,
    Cycle,
    JoinClick,
    Need,
    Participant,
    Registration,
    Session,
    SurveyAnswer,
)
from quartiers.exchanges.queries.places import place_of
from quartiers.exchanges.queries.private import everything_about, known_of
from quartiers.exchanges.rules import QUESTION, Consent, Presence
from quartiers.exchanges.tokens import new_nonce
from quartiers.kernel.merge import merge
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit, erase_mails_to
from quartiers.office.rules import Author, Verb

PARTICIPANT = "exchanges.participant"


@transaction.atomic
def save_choices(
    participant: Participant, sessions: Collection[Session], consents: Mapping[Consent, bool], *, now: datetime
) -> None:
    """Save sessions and agreements together.

    Raises:
        RuleBroken: as ``set_sessions``.
    """
    for kind, is_given in consents.items():
        if is_given:
            give_consent(participant, kind, now=now)
        else:
            withdraw_consent(participant, kind, now=now)
    set_sessions(participant, sessions, now=now)


@transaction.atomic
def correct(participant: Participant, asked: Mapping[str, Any], *, base: Mapping[str, Any], now: datetime) -> None:
    """Make what is known of a participant what she says; her address stays. The journal keeps which fields changed.

    What somebody added since her page opened stays too, but where she wrote: of herself, hers is the last word.

    Args:
        participant: she.
        asked: as ``queries.private.known_of`` gives it, empty for no answer.
        base: the same, as it was when her page opened.
        now: instant of the correction.

    Raises:
        RuleBroken: a text holds a social security number.
    """
    for text in asked.values():
        check_no_nir(str(text))
    held = Participant.objects.select_for_update().get(pk=participant.pk)
    blank = dict.fromkeys(asked, "")
    merged = merge({**blank, **base}, asked, {**blank, **known_of(held)})
    kept = merged.values | {one.name: one.mine for one in merged.clashes}
    said = {name: value for name, value in kept.items() if not name.startswith(QUESTION)}
    answers = {name.removeprefix(QUESTION): value for name, value in kept.items() if name.startswith(QUESTION)}
    said["answers"] = {number: answer for number, answer in {**held.answers, **answers}.items() if answer != ""}
    changed = [name for name, value in said.items() if getattr(held, name) != value]
    if not changed:
        return
    if "commune_name" in changed:
        said["commune_id"], said["neighbourhood_id"] = place_of(said["commune_name"])
    for name, value in said.items():
        setattr(held, name, value)
    held.save(update_fields=said)
    by = Author(None, participant.cycle.organiser_id)
    audit(Verb.UPDATE, kind=PARTICIPANT, object_id=held.pk, by=by, fields=changed, now=now)


def send_links(cycle: Cycle, email: str, *, now: datetime) -> None:
    """Send her links again to whoever is known under this address in a cycle; nothing tells whether somebody is."""
    known = Participant.objects.filter(
        cycle=cycle, email=email.strip().lower(), anonymised_at=None, contact_only_at=None
    ).exclude(email="")
    for participant in known.select_related("cycle__organiser"):
        letters.write_links(participant, now=now)


@transaction.atomic
def take_copy(participant: Participant, *, now: datetime) -> dict[str, Any]:
    """Give her all that the cycle knows of her, and write to her that a copy left: links may be in other hands."""
    held = everything_about(participant)
    letters.write_copy_taken(participant, now=now)
    by = Author(None, participant.cycle.organiser_id)
    audit(Verb.EXPORT, kind=PARTICIPANT, object_id=participant.pk, by=by, now=now)
    return held


@transaction.atomic
def leave(participant: Participant, *, now: datetime) -> None:
    """Erase herself from the cycle; the organiser's journal keeps the fact, without her."""
    forget(participant, now=now)
    by = Author(None, participant.cycle.organiser_id)
    audit(Verb.ANONYMISE, kind=PARTICIPANT, object_id=participant.pk, by=by, now=now)


@transaction.atomic
def renew_links(participant: Participant, *, now: datetime) -> Participant:
    """Close every link she ever received and send her new ones, if she has an address."""
    revoke_links(participant)
    fresh = Participant.objects.select_related("cycle__organiser").get(pk=participant.pk)
    letters.write_links(fresh, now=now)
    return fresh


@transaction.atomic
def note_entry(registration: Registration, *, now: datetime) -> None:
    """She enters the room by her link: she is present, unless the organiser said otherwise."""
    JoinClick.objects.create(registration=registration, at=now)
    unknown = Registration.objects.filter(pk=registration.pk, presence=Presence.UNKNOWN)
    unknown.update(presence=Presence.PRESENT, presence_source="lien")


@transaction.atomic
def forget(participant: Participant, *, now: datetime, keep_mails: bool = False) -> None:
    """Erase who she is: name, address, words, links, mails. Counts stay, without her. Safe to run twice.

    Args:
        participant: in one cycle.
        now: instant of the act.
        keep_mails: leave her mails to their own, shorter time: the same address is used elsewhere.
    """
    for registration in Registration.objects.filter(participant=participant, session__starts_at__gt=now):
        cancel_silently(registration, now=now)
    if participant.email and not keep_mails:
        erase_mails_to(participant.email, now=now)
    Need.objects.filter(participant=participant).update(text="")
    SurveyAnswer.objects.filter(participant=participant).update(useful="", missing="", participant=None)
    ConsentGiven.objects.filter(participant=participant).delete()
    Participant.objects.filter(pk=participant.pk).update(
        email="",
        first_name="",
        last_name="",
        organisation="",
        phone="",
        commune_name="",
        answers={},
        entered_by="",
        nonce=new_nonce(),
        anonymised_at=now,
    )
