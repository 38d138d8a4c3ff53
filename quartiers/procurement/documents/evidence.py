"""The evidence pack of a kept check: who checked what, when, under which rules, in files that anybody can open."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from quartiers.procurement.rules import RULES, Finding, Rule

ZIP = "application/zip"
#: A fixed day for the entries: the same check always gives the same bytes.
WHEN = (2026, 1, 1, 0, 0, 0)


def evidence_pack(
    *,
    title: str,
    who: str,
    organisation: str,
    when: str,
    edition: str,
    confirmed: Iterable[str],
    project: dict[str, Any],
    findings: Iterable[Finding],
    note: bytes | None,
) -> bytes:
    """A ZIP with a text to read, the contract, the findings and the rules as data, the note of reasons if any.

    Args:
        title: of the contract.
        who: who checked.
        organisation: for whom.
        when: day and hour, in French.
        edition: day on which the rules had last been reread.
        confirmed: codes of the rules that an administrator had confirmed.
        project: as ``rules.project_data`` gives it.
        findings: those of that day.
        note: the document; None when no motive had to be written.
    """
    found, codes = list(findings), sorted(confirmed)
    files: dict[str, bytes] = {
        "marche.json": _json(project),
        "constats.json": _json([one.as_data() for one in found]),
        "regles.json": _json({"edition": edition, "confirmees": codes, "regles": [_rule(one) for one in RULES]}),
    }
    if note is not None:
        files["note-des-motifs.docx"] = note
    lines = [
        f"Contrôle juridique : {title}",
        f"Fait le {when} par {who}, pour {organisation}.",
        f"Règles du {edition}. Confirmées ce jour-là : {', '.join(codes) or 'aucune'}.",
        "Ce contrôle ne remplace pas l’avis d’un juriste.",
        "",
        *(*(_paragraph(one) for one in found),),
        "Empreintes SHA-256 des fichiers joints :",
        *(f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()),
        "",
    ]
    return _zipped({"lisez-moi.txt": "\n".join(lines).replace(" :", "\u00a0:").encode()} | files)


def _paragraph(one: Finding) -> str:
    return f"[{one.severity.label}] {one.code}, {one.article}\n{one.message}\nÀ faire : {one.remedy}\n"


def _rule(one: Rule) -> dict[str, Any]:
    return {
        "code": one.code,
        "titre": one.title,
        "article": one.article,
        "en_vigueur_depuis": one.valid_from.isoformat() if one.valid_from else None,
        "relue_le": one.verified_on.isoformat() if one.verified_on else None,
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
