"""Certificates of attendance: a tagged PDF for who was there, and a code that proves it to whoever reads it.

A code is drawn from the secret of the installation and the number of the registration: nobody guesses one, none is
stored, and a registration that is noted absent afterwards stops being proved.
"""

import hmac
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings
from django.urls import reverse

from quartiers.exchanges.models import Registration
from quartiers.exchanges.shown import when
from quartiers.kernel.french import NBSP
from quartiers.web.exports import writable

SOURCE = Path(__file__).parent / "documents" / "attestation.typ"
CODE_LETTERS = 24


def code_of(registration_id: int) -> str:
    """The code of a registration: its number, then what only this installation can write."""
    drawn = hmac.new(settings.SECRET_KEY.encode(), f"attestation {registration_id}".encode(), sha256).hexdigest()
    return f"{registration_id}-{drawn[:CODE_LETTERS]}"


def registration_of(code: str) -> int | None:
    """The registration that a code proves; None for a code that is not ours."""
    number = code.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < CODE_LETTERS):
        return None
    return int(number) if hmac.compare_digest(code.encode(), code_of(int(number)).encode()) else None


def check_address(registration_id: int) -> str:
    """Where anybody checks a certificate."""
    return settings.SITE_URL + reverse("exchanges:check_certificate", args=[code_of(registration_id)])


def certificate(registration: Registration) -> bytes:
    """The certificate as a tagged PDF (PDF/UA-1), in French; its participant, session and cycle are loaded.

    The same registration gives the same bytes: its date is that of the session.
    """
    return tagged_pdf(SOURCE, words_of(registration), dated=registration.session.ends_at)


def tagged_pdf(source: Path, words: dict[str, str], *, dated: datetime) -> bytes:
    """A document of the room, in PDF/UA-1; its words reach it as data.

    A script that its font does not have (a name in Chinese, a drawing) is sought among the fonts of the server; where
    no font has it, the document is the same without the promise of the standard, which wants every character shown.
    """
    for own_fonts_only in (True, False):
        with suppress(typst.TypstError):
            return _compiled(source, words, dated, standard="ua-1", own_fonts_only=own_fonts_only)
    return _compiled(source, words, dated, standard=None, own_fonts_only=False)


def _compiled(
    source: Path, words: dict[str, str], dated: datetime, *, standard: Literal["ua-1"] | None, own_fonts_only: bool
) -> bytes:
    made: bytes = typst.compile(
        source.read_bytes(),
        format="pdf",
        sys_inputs={name: writable(text) for name, text in words.items()},
        pdf_standards=standard,
        ignore_system_fonts=own_fonts_only,
        timestamp=int(dated.timestamp()),
    )
    return made


def words_of(registration: Registration) -> dict[str, str]:
    """Every word of a certificate; they reach the document as data, never as markup."""
    session, who = registration.session, registration.participant
    minutes = round((session.ends_at - session.starts_at).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    lasted = " ".join(part for part in (f"{hours}{NBSP}h" * bool(hours), f"{rest}{NBSP}min" * bool(rest)) if part)
    return {
        "title": "Attestation de présence",
        "description": f"Attestation de présence à la séance «{NBSP}{session.title}{NBSP}»",
        "organiser": session.cycle.organiser.name,
        "intro": f"{session.cycle.organiser.name} atteste que",
        "name": str(who),
        "organisation": who.organisation,
        "attended": f"a participé à la séance en ligne du cycle «{NBSP}{session.cycle.title}{NBSP}»{NBSP}:",
        "session": session.title,
        "when": when(session),
        "duration": f"Durée{NBSP}: {lasted}.",
        "made": f"Présence notée par l’organisateur{NBSP}: {session.cycle.organiser.name}.",
        "check": "Cette attestation se vérifie à l’adresse",
        "address": check_address(registration.pk),
    }
