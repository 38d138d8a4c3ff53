from datetime import UTC, datetime

from quartiers.actors.queries import account_at
from quartiers.exchanges.certificates import code_of
from quartiers.exchanges.tokens import Purpose, token_for
from tests import factories, people
from tests.pages.walk import Walk, send_empty

CYCLE = "/echanges/cycle-2027/"
DESK = "/echanges/organiser/"
OURS, PAST, GROUP, CARD = 1101, 1102, 1103, 1105
#: A participant whose number and nonce are known, so that her links are.
WHO, NONCE = 1104, "n" * 22
SHOWN_BY = {"EMBEDDERS": ["https://www.ville.exemple.fr"]}


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


def bare() -> None:
    """A cycle of the people's organisation, in which nothing happened."""
    factories.Cycle(pk=OURS, slug="le-notre", organiser=people.organisation())


def organised() -> None:
    """The same, with a session that is over, one to come, people, needs and a group that is invited."""
    bare()
    cycle = factories.Cycle(slug="le-notre")
    held = factories.Session(
        pk=PAST, cycle=cycle, title="Acheter mieux", starts_at=datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
    )
    coming = factories.Session(pk=OURS, cycle=cycle, title="L’insertion, ici", quota=30)
    factories.ProgrammeItem(session=coming)
    second = factories.Session(
        cycle=cycle, title="Second groupe", invitation_only=True, speaker_sought=True, follows=held
    )
    factories.Practice(pk=CARD, session=held)
    for kind, label in (("number", "Depuis combien d’années"), ("yes_no", "Une salle sur place"), ("text", "Métier")):
        factories.Question(cycle=cycle, kind=kind, label=label, required=True, why="Pour préparer la séance.")
    group = factories.NeedGroup(pk=GROUP, cycle=cycle, session=second)
    factories.NeedGroup(cycle=cycle, title="Trouver un financement")
    for number, name in enumerate(("Awa", "Bruno", "Chloé")):
        person = factories.Participant(cycle=cycle, first_name=name, email=f"{number}@exemple.fr")
        for session in (held, coming):
            factories.Registration(session=session, participant=person)
        factories.ConsentGiven(participant=person)
        factories.Need(participant=person, session=held)
        factories.Need(participant=person, group=group, state="planned")


def partly_erased() -> None:
    organised()
    factories.Registration(session_id=PAST, participant__anonymised_at=datetime(2021, 11, 17, tzinfo=UTC))


def personal() -> None:
    """The same, seen by one of them, who is invited and waits for a session."""
    organised()
    cycle = factories.Cycle(slug="le-notre")
    who = factories.Participant(pk=WHO, nonce=NONCE, cycle=cycle, email="elle@exemple.fr")
    factories.Registration(session_id=PAST, participant=who)
    factories.Registration(session_id=OURS, participant=who, place="waiting")
    factories.Need(participant=who, group_id=GROUP, state="planned")
    factories.SecondInvitation(session_id=PAST, participant=who)


def certified() -> None:
    personal()
    factories.Registration(pk=WHO, presence="present", participant_id=WHO)


def hers(name: str, path: str, purpose: Purpose, after: str = "", **more) -> Walk:
    address = f"/{path}/{token_for(WHO, NONCE, purpose)}/{after}"
    return Walk(name, address, before=personal, **more)


def ours(name: str, path: str, **more) -> Walk:
    return Walk(
        name, f"{DESK}{path}", who=more.pop("who", "administrator"), before=more.pop("before", organised), **more
    )


def another_hour(tab) -> None:
    """Ask for another hour of a session that people have in their calendar."""
    tab.fill("#id_starts", "10:15")
    tab.locator("main form [type=submit]").first.click()
    tab.wait_for_load_state()


def written_over(selector: str, value: str = ""):
    """Send another value of a field over what somebody else changed meanwhile."""

    def steps(tab) -> None:
        form = tab.locator("form:has([name=depart])")
        form.locator("[name=depart]").evaluate("field => { field.value = '{}' }")
        field = form.locator(selector).first
        if field.evaluate("one => one.type") == "checkbox":
            field.click()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
        form.locator("[type=submit]").first.click()
        tab.locator("[name^=choix-]").first.wait_for()

    return steps


def a_list(tab) -> None:
    """Bring the list of a video service."""
    tab.set_input_files(
        "#id_file", {"name": "liste.csv", "mimeType": "text/csv", "buffer": b"Nom;Minutes\nDiarra Awa;80\nInconnu;3\n"}
    )
    tab.locator("main form [type=submit]").first.click()
    tab.wait_for_load_state()


def a_question_without_why(tab) -> None:
    tab.fill("#id_question-0-label", "Votre département")
    send_empty(tab)


def nothing_asked(tab) -> None:
    tab.get_by_role("button", name="Poser cette question").click()
    tab.wait_for_load_state()


def a_replay_without_transcript(tab) -> None:
    tab.fill("#id_suite-replay_address", "https://visio.exemple.fr/film")
    send_empty(tab)


def host(tab) -> None:
    """The member in front of the screen becomes a host."""
    factories.Helper(organisation=people.organisation(), user=account_at("membre@exemple.fr"))
    tab.reload()


def another_member() -> None:
    organised()
    member = people.member(email="autre@exemple.fr")
    factories.Helper(organisation=people.organisation(), user=member)


def one_person(tab) -> None:
    tab.fill("#id_email", "1@exemple.fr")
    send_empty(tab)


PAGES = [
    Walk("exchanges, none", "/echanges/"),
    Walk("exchanges", "/echanges/", before=programme),
    Walk("cycle", CYCLE, before=programme),
    Walk("cycle, nothing typed", CYCLE, before=programme, steps=send_empty),
    Walk("cycle that is over", CYCLE, before=past),
    Walk("figures of a cycle that is over", f"{CYCLE}chiffres/", before=past),
    Walk("card on another site", f"{CYCLE}carte/", before=programme, settings=SHOWN_BY),
    Walk("registered", f"{CYCLE}merci/", before=programme),
    Walk("lost link", f"{CYCLE}mon-lien/", before=programme),
    Walk("lost link, nothing typed", f"{CYCLE}mon-lien/", before=programme, steps=send_empty),
    hers("no more invitations", "echanges/ne-plus-recevoir", Purpose.UNSUBSCRIBE),
    Walk("practices, none", "/echanges/pratiques/"),
    Walk("practices", "/echanges/pratiques/", before=practice),
    Walk("practice", "/echanges/pratiques/1001/", before=practice),
    Walk("link that is not ours", "/echanges/mes-inscriptions/forge/", status=404),
    hers("one's own page", "echanges/mes-inscriptions", Purpose.MANAGE),
    hers("one's own page, nothing asked", "echanges/mes-inscriptions", Purpose.MANAGE, steps=nothing_asked),
    hers(
        "correct oneself, a question unanswered",
        "echanges/mes-inscriptions",
        Purpose.MANAGE,
        "corriger/",
        steps=send_empty,
    ),
    hers("erase oneself", "echanges/mes-inscriptions", Purpose.MANAGE, "effacer/"),
    hers("room that is not open", "r", Purpose.JOIN, f"{OURS}/"),
    hers("invitation", "echanges/invitation", Purpose.INVITATION, f"{PAST}/"),
    Walk("certificate that is true", f"/echanges/attestation/{code_of(WHO)}/", before=certified),
    hers("certificate of who was not there", "echanges/attestation", Purpose.CERTIFICATE, f"{PAST}/", status=403),
    hers("survey", "echanges/avis", Purpose.SURVEY, f"{PAST}/"),
    hers("survey, nothing chosen", "echanges/avis", Purpose.SURVEY, f"{PAST}/", steps=send_empty),
    ours("cycles of an organiser, none", "", before=lambda: None),
    ours("cycles of an organiser", ""),
    ours("open a cycle", "nouveau/"),
    ours("open a cycle, nothing typed", "nouveau/", steps=send_empty),
    ours("a cycle to organise", f"{OURS}/"),
    ours("a cycle to organise, as a reader", f"{OURS}/", who="member"),
    ours("a cycle to organise, that another site may show", f"{OURS}/", settings=SHOWN_BY),
    ours("a cycle to organise, empty", f"{OURS}/", before=bare),
    ours("change a cycle", f"{OURS}/modifier/"),
    ours("change a cycle, two at once", f"{OURS}/modifier/", steps=written_over("[name=title]", "Un autre titre")),
    ours("copy a cycle", f"{OURS}/copier/"),
    ours("copy a cycle, nothing typed", f"{OURS}/copier/", steps=send_empty),
    ours("new session", f"{OURS}/seance/"),
    ours("new session, nothing typed", f"{OURS}/seance/", steps=send_empty),
    ours("change a session", f"seances/{OURS}/"),
    ours("what a change says", f"seances/{OURS}/", steps=another_hour),
    ours("change a session, two at once", f"seances/{OURS}/", steps=written_over("[name=title]", "Un autre titre")),
    ours("programme of a session", f"seances/{OURS}/programme/"),
    ours(
        "programme of a session, two at once",
        f"seances/{OURS}/programme/",
        steps=written_over("[name=moment-0-title]", "Autre"),
    ),
    ours("who comes", f"{OURS}/inscrits/"),
    ours("who comes, nobody", f"{OURS}/inscrits/", before=bare),
    Walk("registrations to bring", "/imports/inscriptions/", who="administrator"),
    ours("enter a person", f"{OURS}/inscrire/"),
    ours("enter a person, nothing typed", f"{OURS}/inscrire/", steps=send_empty),
    ours("enter a person, no session", f"{OURS}/inscrire/", before=bare),
    ours("questions asked", f"{OURS}/questions/"),
    ours("questions asked, without why", f"{OURS}/questions/", steps=a_question_without_why),
    ours("questions asked, two at once", f"{OURS}/questions/", steps=written_over("[name=question-0-label]", "Autre")),
    ours("after a session", f"seances/{PAST}/suites/"),
    ours("after a session, without transcript", f"seances/{PAST}/suites/", steps=a_replay_without_transcript),
    ours(
        "after a session, two at once", f"seances/{PAST}/suites/", steps=written_over("[name=suite-minutes]", "Autre")
    ),
    ours("write a practice", f"seances/{PAST}/pratique/"),
    ours("write a practice, nothing typed", f"seances/{PAST}/pratique/", steps=send_empty),
    ours("change a practice", f"pratiques/{CARD}/"),
    ours("change a practice, two at once", f"pratiques/{CARD}/", steps=written_over("[name=title]", "Un autre titre")),
    ours("helpers, none", "roles/"),
    ours("helpers", "roles/", before=another_member),
    ours("helpers, two at once", "roles/", before=another_member, steps=written_over("[type=checkbox]")),
    ours("rights", "droits/"),
    ours("rights, nothing typed", "droits/", steps=send_empty),
    ours("rights, a person", "droits/", steps=one_person),
    ours("a cycle to organise, as a host", f"{OURS}/", who="member", steps=host),
    ours("attendance", f"seances/{PAST}/presences/"),
    ours("attendance, a name erased", f"seances/{PAST}/presences/", before=partly_erased),
    ours("attendance, too early", f"seances/{OURS}/presences/"),
    ours("attendance, two at once", f"seances/{PAST}/presences/", steps=written_over("[name^=p]", "late")),
    ours("bring a list", f"seances/{PAST}/presences/liste/"),
    ours("bring a list, no file", f"seances/{PAST}/presences/liste/", steps=send_empty),
    ours("match a list", f"seances/{PAST}/presences/liste/", steps=a_list),
    ours("needs", f"{OURS}/besoins/"),
    ours("needs, as a reader", f"{OURS}/besoins/", who="member"),
    ours("needs, none", f"{OURS}/besoins/", before=bare),
    ours("group of needs", f"besoins/{GROUP}/"),
    ours("group of needs, as a reader", f"besoins/{GROUP}/", who="member"),
    ours("group of needs, two at once", f"besoins/{GROUP}/", steps=written_over("[name=answer]", "Autre")),
    ours("plan a second group", f"besoins/{GROUP}/second-groupe/"),
    ours("statistics", f"{OURS}/statistiques/"),
    ours("statistics, none", f"{OURS}/statistiques/", before=bare),
]
