from tests import factories, people
from tests.pages.walk import NEIGHBOURHOOD, Walk, send_empty

CITE = f"/cites/{people.SLUG}/"
WORK = f"{CITE}travail/"
CONTRACT = "/contrats-de-ville/contrat-du-val-fictif/"


def full() -> None:
    """A Cité with a partner ready, one that is not, a committee and a late decision."""
    cite = people.cite()
    cite.neighbourhoods.set([NEIGHBOURHOOD])
    ready = factories.Partner(cite=cite, organisation=people.organisation())
    factories.BasisDeclaration(partner=ready)
    factories.Annex(partner=ready)
    factories.Partner(pk=71, cite=cite, organisation__name="Centre social La Passerelle")
    meeting = factories.Committee(pk=72, cite=cite)
    factories.Attendance(committee=meeting)
    factories.Decision(pk=73, committee=meeting, due_on=meeting.held_on)
    contract = factories.ContratDeVille()
    contract.neighbourhoods.set([NEIGHBOURHOOD])
    contract.cites.set([cite])


def page(name: str, path: str, **more) -> Walk:
    return Walk(name, path, before=full, **more)


def empty_name(tab) -> None:
    tab.fill("#id_name", "")
    send_empty(tab)


def write_over(tab) -> None:
    """Send another sentence from a page that no longer knows what it showed."""
    tab.eval_on_selector("[name=depart]", "field => { field.value = '{}' }")
    tab.fill("#id_summary", "Chaque habitant a quelqu’un à qui parler d’emploi.")
    send_empty(tab)


PAGES = [
    Walk("Cités, none yet", "/cites/"),
    page("Cités", "/cites/"),
    page("Cité", CITE),
    Walk("Cité that is not there", "/cites/nulle-part/", status=404),
    page("contrats de ville", "/contrats-de-ville/"),
    page("contrat de ville", CONTRACT),
    page("what waits", WORK, who="coordinator"),
    Walk("what waits, nothing yet", WORK, who="observer"),
    page("who takes part", f"{WORK}participants/", who="coordinator"),
    page("who takes part, for an observer", f"{WORK}participants/", who="observer"),
    page("seek a partner", f"{WORK}partenaires/ajouter/?q=tilleuls", who="coordinator"),
    page("seek a partner, none", f"{WORK}partenaires/ajouter/?q=zzz", who="coordinator"),
    page("a partner", f"{WORK}partenaires/71/", who="coordinator"),
    page("a partner, nothing typed", f"{WORK}partenaires/71/", who="coordinator", steps=send_empty),
    page("a partner leaves", f"{WORK}partenaires/71/depart/", who="coordinator"),
    page("give an access", f"{WORK}acces/donner/", who="coordinator"),
    page("give an access, nothing chosen", f"{WORK}acces/donner/", who="coordinator", steps=send_empty),
    page("committees", f"{WORK}comites/", who="coordinator"),
    Walk("committees, none yet", f"{WORK}comites/", who="partner"),
    page("call a committee", f"{WORK}comites/nouveau/", who="coordinator"),
    page("call a committee, nothing typed", f"{WORK}comites/nouveau/", who="coordinator", steps=send_empty),
    page("a committee", f"{WORK}comites/72/", who="coordinator"),
    page("a committee, nothing decided", f"{WORK}comites/72/", who="coordinator", steps=send_empty),
    page("change a committee", f"{WORK}comites/72/modifier/", who="coordinator"),
    page("minutes", f"{WORK}comites/72/releve/", who="observer"),
    page("decisions", f"{WORK}decisions/", who="coordinator"),
    Walk("decisions, none yet", f"{WORK}decisions/", who="partner"),
    page("a decision", f"{WORK}decisions/73/", who="coordinator"),
    page("two versions to choose from", f"{WORK}presentation/", who="coordinator", steps=write_over),
    page("change the page, name taken away", f"{WORK}presentation/", who="coordinator", steps=empty_name),
    page("change the page", f"{WORK}presentation/", who="coordinator"),
    page("open a Cité", "/cites/ouvrir/", who="installation_administrator"),
    page("open a Cité, nothing typed", "/cites/ouvrir/", who="installation_administrator", steps=send_empty),
    page("describe a contrat", "/contrats-de-ville/decrire/", who="installation_administrator"),
    page("change a contrat", f"{CONTRACT}modifier/", who="installation_administrator"),
    page("who signed", f"{CONTRACT}signataires/?q=tilleuls", who="installation_administrator"),
]
