from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number, quantity
from quartiers.office import queries
from quartiers.office.rules import Anchor
from quartiers.web.commands import HouseCommand


class Command(HouseCommand):
    help = (
        "Relit tout le journal des accès, dit où une ligne manque ou a été modifiée, et termine alors en erreur. "
        "La dernière ligne affichée est un témoin\u00a0: notez-le ailleurs, et redonnez-le avec --known."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--known", metavar="RANG:SCEAU", help="un témoin noté auparavant")

    def handle(self, *args: Any, **options: Any) -> None:
        found = queries.verify(known=read_witness(options["known"]) if options["known"] else None)
        if not found.is_whole:
            raise CommandError("Le journal est rompu.\n- " + "\n- ".join(fault.sentence for fault in found.faults))
        parts = [quantity(found.lines, "ligne relue", "lignes relues")]
        parts += [quantity(found.kept, "fait gardé", "faits gardés") + " au-delà de la purge"] if found.kept else []
        parts += [quantity(found.waiting, "ligne", "lignes") + " à sceller"] if found.waiting else []
        self.stdout.write(f"Le journal est entier\u00a0: {', '.join(parts)}.")
        if found.last.position:
            self.stdout.write(f"Témoin de la ligne {number(found.last.position)}\u00a0: {written(found.last)}")


def written(witness: Anchor) -> str:
    return f"{witness.position}:{witness.seal}"


def read_witness(text: str) -> Anchor:
    """Raises:
    RuleBroken: the text is not a witness.
    """
    position, _, seal = text.partition(":")
    if not position.isdecimal() or len(seal) != 64:
        raise RuleBroken("Un témoin s’écrit RANG:SCEAU, comme le dernier affichage de « quartiers verify_audit ».")
    return Anchor(int(position), seal)
