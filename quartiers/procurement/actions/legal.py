"""What can be done around the legal check: confirm a rule, keep a check, erase it."""

from datetime import datetime

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.office.rules.audit import months_before
from quartiers.procurement import rules
from quartiers.procurement.models import KeptCheck, RuleConfirmation
from quartiers.procurement.queries import legal as queries

#: Kinds of objects in the journal.
RULE, CHECK = "procurement.rule", "procurement.check"


@transaction.atomic
def confirm_rule(code: str, *, source: str, by: Author, now: datetime) -> RuleConfirmation:
    """Write down that an administrator read the text of a rule, and where: it weighs as its text says from now on.

    Raises:
        RuleBroken: no such rule, read or confirmed already, or nothing says where it was read.
    """
    rules.check_confirmable(code)
    said = rules.check_source(source)
    made, is_new = RuleConfirmation.objects.get_or_create(
        code=code,
        ended_at=None,
        defaults={"source": said, "confirmed_by_id": by.user_id, "confirmed_at": now},
    )
    if not is_new:
        raise RuleBroken(f"La règle {code} est déjà confirmée. Retirez sa confirmation pour en écrire une autre.")
    audit(Verb.UPDATE, kind=RULE, object_id=code, by=by, fields=["confirmation"], now=now)
    return made


@transaction.atomic
def withdraw_confirmation(code: str, *, by: Author, now: datetime) -> None:
    """End the confirmation of a rule: it only warns again. The row stays.

    Raises:
        RuleBroken: nobody confirms this rule.
    """
    if not RuleConfirmation.objects.filter(code=code, ended_at=None).update(ended_at=now):
        raise RuleBroken("Cette règle n’est pas confirmée. Rien n’a changé.")
    audit(Verb.UPDATE, kind=RULE, object_id=code, by=by, fields=["ended_at"], now=now)


@transaction.atomic
def keep_check(
    project: rules.Project, *, title: str, contract_id: int | None = None, by: Author, now: datetime
) -> KeptCheck:
    """Check a contract under today's rules, and keep question and answer for the organisation in use.

    Args:
        project: what is checked.
        title: the name it is kept under.
        contract_id: of the contract followed here that it is about, which its reader may see; None for none.
        by: who keeps it.
        now: instant.

    Raises:
        RuleBroken: no organisation in use, no title, or a clause that holds a social security number.
    """
    if by.organisation_id is None:
        raise RuleBroken("Vous n’êtes dans aucune organisation. Choisissez la vôtre, puis gardez ce contrôle.")
    name = rules.check_title(title)
    rules.check_no_person_in(project)
    confirmed = queries.confirmed_codes()
    findings = rules.check(project, confirmed=confirmed)
    made = KeptCheck.objects.create(
        organisation_id=by.organisation_id,
        title=name,
        contract_id=contract_id,
        kept_by_id=by.user_id,
        kept_at=now,
        edition=rules.EDITION,
        confirmed=sorted(confirmed),
        project=rules.project_data(project),
        findings=[rules.finding_data(one) for one in findings],
        blocked=sum(one.severity is rules.Severity.BLOCK for one in findings),
        warned=sum(one.severity is rules.Severity.WARN for one in findings),
    )
    audit(Verb.CREATE, kind=CHECK, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def erase_check(check_id: int, *, by: Author, now: datetime) -> None:
    """Erase a check that the organisation in use keeps.

    Raises:
        RuleBroken: it is not there any more.
    """
    found = queries.kept_check(check_id, by.organisation_id)
    if found is None:
        raise RuleBroken("Ce contrôle n’est plus là. Il a peut-être déjà été effacé.")
    found.delete()
    audit(Verb.DELETE, kind=CHECK, object_id=check_id, by=by, now=now)


def purge_kept_checks(*, now: datetime, dry_run: bool = False) -> int:
    """Erase the checks past their time; returns their number. Replayable."""
    limit = months_before(now, rules.KEPT_CHECK_MONTHS.on(now.date()))
    old = KeptCheck.objects.filter(kept_at__lt=limit)
    count = old.count()
    if not dry_run:
        old.delete()
    return count
