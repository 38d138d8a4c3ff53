"""The end of a time: participants are anonymised; of those who agreed to be contacted, a contact stays apart.

Counts stay: registrations, presences, needs by nature, answers to invitations, without anybody.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from quartiers.exchanges.actions.participants import forget
from quartiers.exchanges.models import ConsentGiven, Cycle, Participant, Session
from quartiers.exchanges.rules import Consent, kept_until
from quartiers.exchanges.tokens import new_nonce


def purge_participants(*, now: datetime, dry_run: bool = False) -> int:
    """Twelve months after the last session, anonymise; returns how many are concerned. Replayable.

    Who agreed to be contacted leaves a contact: name, address, organisation and agreement, tied to nothing else.
    """
    due = [one for rows in _known(now, may_be_contacted=False) for one in rows.filter(contact_only_at=None)]
    for participant in [] if dry_run else due:
        _anonymise(participant, now=now)
    return len(due)


def purge_contacts(*, now: datetime, dry_run: bool = False) -> int:
    """Erase the contacts that were kept: thirty-six months after the last session, or once the agreement is withdrawn.

    Returns how many. Replayable.
    """
    old = [one.pk for rows in _known(now, may_be_contacted=True) for one in rows.exclude(contact_only_at=None)]
    withdrawn = Participant.objects.exclude(contact_only_at=None).filter(~Exists(_agreement()))
    due = Participant.objects.filter(pk__in={*old, *withdrawn.values_list("pk", flat=True)})
    count = due.count()
    if not dry_run:
        due.delete()
    return count


def _known(now: datetime, *, may_be_contacted: bool) -> Iterator[QuerySet[Participant]]:
    """Those who are still known, in each cycle that is past its time."""
    known = Participant.objects.filter(anonymised_at=None)
    for cycle in Cycle.objects.filter(pk__in=known.values("cycle")).order_by("pk"):
        zone = ZoneInfo(cycle.zone)
        if now.astimezone(zone).date() > kept_until(_last_day(cycle, zone), may_be_contacted=may_be_contacted):
            yield known.filter(cycle=cycle).order_by("pk")


def _agreement() -> QuerySet[ConsentGiven]:
    """The open agreement to be contacted of a participant of the outer query."""
    return ConsentGiven.objects.filter(participant=OuterRef("pk"), kind=Consent.RECONTACT, withdrawn_at=None)


def _last_day(cycle: Cycle, zone: ZoneInfo) -> date:
    last: datetime | None = Session.objects.filter(cycle=cycle).aggregate(last=Max("ends_at"))["last"]
    return (last or cycle.created_at).astimezone(zone).date()


@transaction.atomic
def _anonymise(participant: Participant, *, now: datetime) -> None:
    agreement = ConsentGiven.objects.filter(participant=participant, kind=Consent.RECONTACT, withdrawn_at=None).first()
    forget(participant, now=now, keep_mails=_is_elsewhere(participant))
    if agreement is None or not participant.email:
        return
    contact = Participant.objects.create(
        cycle_id=participant.cycle_id,
        email=participant.email,
        first_name=participant.first_name,
        last_name=participant.last_name,
        organisation=participant.organisation,
        nonce=new_nonce(),
        created_at=participant.created_at,
        contact_only_at=now,
    )
    ConsentGiven.objects.create(
        participant=contact, kind=Consent.RECONTACT, wording=agreement.wording, given_at=agreement.given_at
    )


def _is_elsewhere(participant: Participant) -> bool:
    """Whether the same address is known in another cycle, whose mails must live."""
    others = Participant.objects.filter(email=participant.email, anonymised_at=None).exclude(pk=participant.pk)
    return bool(participant.email) and others.exists()
