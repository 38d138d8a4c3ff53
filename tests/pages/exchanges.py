from tests import factories
from tests.pages.walk import Walk, send_empty

CYCLE = "/echanges/cycle-2027/"
#: The links of a participant whose number and nonce are known.
NONCE = "n" * 22


def programme() -> None:
    session = factories.Session(title="Acheter mieux", quota=20, easy_summary="Une heure pour comprendre.")
    factories.ProgrammeItem(session=session)
    factories.Speaker(session=session)
    factories.Session(cycle=session.cycle, title="L’insertion, ici", quota=0)
    factories.Question(kind="choice", label="Votre département", choices=["Aude", "Tarn"], why="Pour compter.")


def past() -> None:
    factories.Cycle(stage="archived", fictional=True)
    programme()


def practice() -> None:
    factories.Practice(pk=1001)


PAGES = [
    Walk("exchanges, none", "/echanges/"),
    Walk("exchanges", "/echanges/", before=programme),
    Walk("cycle", CYCLE, before=programme),
    Walk("cycle, nothing typed", CYCLE, before=programme, steps=send_empty),
    Walk("cycle that is over", CYCLE, before=past),
    Walk("registered", f"{CYCLE}merci/", before=programme),
    Walk("practices, none", "/echanges/pratiques/"),
    Walk("practices", "/echanges/pratiques/", before=practice),
    Walk("practice", "/echanges/pratiques/1001/", before=practice),
    Walk("link that is not ours", "/echanges/mes-inscriptions/forge/", status=404),
]
