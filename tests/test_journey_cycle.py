"""The cycle of 2020, from its publication to the purge, played as it was lived: sixteen steps on one clock.

A browser where a person acts, a client where only bytes matter. Axe reads each page that is met. That fifty or two
hundred people at once never pass the quota is ``test_registration_rush``; the same form with the keyboard alone and
without script is ``test_journey_registration``.
"""

import csv
import hashlib
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from quartiers.actors.rules import Role
from quartiers.exchanges import timers
from quartiers.exchanges.certificates import code_of
from quartiers.exchanges.models import ConsentGiven, Need, Participant, Registration, Speaker, SurveyAnswer
from quartiers.exchanges.providers import signed_address
from quartiers.exchanges.rules import Consent
from quartiers.office.actions import purge_all, send_due, write_mail
from quartiers.office.queries import audit_lines, mails
from tests import cycle_2020 as here
from tests import factories, people
from tests.cycle_2020 import CITES, CLAUSES, IAE, SLUG, Play, letters, link, person, place, session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC, API = f"/echanges/{SLUG}/", f"/api/echanges/cycles/{SLUG}"


@pytest.fixture
def play(live_server, page: Page, browser, axe, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel("2020-11-02T09:00:00+01:00", tick=True) as clock:
        context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
        yield Play(live_server.url, clock, page, context.new_page(), axe, here.ground())
        context.close()


def test_the_cycle_of_2020_is_lived_again(play: Play):
    publishes(play)
    registers_for_two_sessions(play)
    is_told_what_is_missing(play)
    is_answered_as_a_stranger(play)
    waits_then_gets_the_place_of_who_leaves(play)
    hears_of_another_hour(play)
    is_reminded_once(play)
    clicks_one_link(play)
    notes_who_came(play)
    receives_what_the_session_leaves(play)
    makes_a_second_group_in_five_clicks(play)
    exports(play)
    reads_figures(play)
    asks_for_her_data_and_leaves(play)
    is_forgotten_in_time(play)


def publishes(play: Play) -> None:
    """1. The organiser copies the cycle of 2019; anybody reads three sessions, and nowhere the address of a room."""
    tab = play.desk
    play.at("2020-11-02T09:00")
    play.opens(tab, "/echanges/organiser/")
    tab.get_by_role("link", name="Le cycle de 2019").click()
    tab.get_by_role("link", name="Copier ce cycle").click()
    play.axe(tab)
    tab.get_by_label("Titre du nouveau cycle").fill("Cycle d’échanges 2020")
    tab.get_by_label("Première séance le").fill("2020-11-17")
    tab.get_by_role("button", name="Copier le cycle").click()
    expect(tab.locator("main")).to_contain_text("Il manque la salle")
    play.axe(tab)
    tab.get_by_role("link", name=f"Modifier la séance {CITES}").click()
    tab.get_by_label("Adresse de la salle").fill(here.LINK)
    tab.get_by_role("button", name="Enregistrer la séance").click()
    tab.get_by_role("button", name="Publier le cycle").click()
    expect(tab.locator("main")).to_contain_text("Le cycle est publié")
    assert not Participant.objects.filter(cycle__slug=SLUG).exists()

    text = Client().get(PUBLIC).content.decode()
    assert "Hélène Puech, juriste, Association d’appui" in text
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL)
    told = [json.loads(one) for one in found]
    assert [one["startDate"] for one in told] == [
        "2020-11-17T10:00:00+01:00",
        "2020-11-26T10:00:00+01:00",
        "2020-12-08T10:00:00+01:00",
    ]
    assert all(one["eventAttendanceMode"].endswith("OnlineEventAttendanceMode") for one in told)
    feed = Client().get(f"{PUBLIC}agenda.ics").content.decode()
    assert feed.count("BEGIN:VEVENT") == 3
    for path in (PUBLIC, f"{PUBLIC}agenda.ics", f"{PUBLIC}merci/", "/echanges/", "/echanges/pratiques/", API):
        assert no_room(Client().get(path).content.decode()), path


def no_room(text: str) -> bool:
    """Whether no address of a room, nor secret of a server, stands there."""
    return not any(one in text for one in here.ROOMS)


def registers_for_two_sessions(play: Play) -> None:
    """2. Awa, on her phone, without account: one page, one POST, two sessions, a need, one agreement of three."""
    tab, sent = play.phone, []
    tab.on("request", lambda request: sent.append(request.method) if request.is_navigation_request() else None)
    play.opens(tab, PUBLIC)
    for title in (CLAUSES, IAE):
        tab.get_by_role("checkbox", name=title).check()
    tab.get_by_label("Prénom").fill("Awa")
    tab.get_by_label("Nom", exact=True).fill("Diarra")
    tab.get_by_label("Courriel").fill(here.address("awa"))
    tab.get_by_label("Vous venez comme").select_option("collectivite")
    tab.get_by_label("Commune ou quartier").fill("Sallèles")
    tab.get_by_label("Qu’aimeriez-vous qu’on éclaire").fill(here.CAST["awa"][3])
    tab.get_by_label("Juridique").check()
    tab.get_by_label("À propos de").select_option(label=CLAUSES)
    tab.get_by_label("J’accepte d’être recontacté").check()
    play.wait()
    tab.get_by_role("button", name="M’inscrire").click()
    expect(tab.locator("h1")).to_contain_text("C’est noté")
    play.axe(tab)
    assert sent == ["GET", "POST", "GET"]  # the page, the one POST, and where it leads

    awa = person("awa")
    assert place("awa", CLAUSES) == place("awa", IAE) == "confirmed"
    need = Need.objects.get(participant=awa)
    assert (need.session, need.nature) == (session_of(CLAUSES), "juridique")
    agreed = ConsentGiven.objects.get(participant=awa)
    assert (agreed.kind, agreed.wording) == (Consent.RECONTACT, 1)
    assert agreed.given_at <= timezone.now()
    (mail,) = letters("awa", "summary")
    first, second = here.events(mail)
    assert all(one["type"].startswith("text/calendar; method=REQUEST") for one in (first, second))
    assert (first["sequence"], second["sequence"]) == (0, 0)
    assert "DTSTART;TZID=Europe/Paris:20201117T100000" in first["raw"]
    assert "BEGIN:VTIMEZONE" in first["raw"]
    assert "/r/" in first["url"]
    assert mail.reply_to == "echanges@exemple.fr"
    assert no_room(mail.text + first["raw"] + second["raw"])
    play.opens(tab, link("awa", "echanges/mes-inscriptions"))
    expect(tab.locator("main")).to_contain_text(IAE)


def is_told_what_is_missing(play: Play) -> None:
    """3. A form without address comes back whole, with what is missing; a program gets the same page, and nothing."""
    tab, known = play.phone, Participant.objects.count()
    play.opens(tab, PUBLIC)
    tab.get_by_role("checkbox", name=CLAUSES).check()
    tab.get_by_label("Prénom").fill("Bruno")
    tab.get_by_label("Qu’aimeriez-vous qu’on éclaire").fill("Une longue question")
    play.wait()
    tab.get_by_role("button", name="M’inscrire").click()
    assert tab.title().startswith("Erreur")
    tab.locator("main").get_by_role("link", name=re.compile("adresse")).first.click()
    expect(tab.get_by_label("Courriel")).to_be_focused()
    expect(tab.get_by_label("Prénom")).to_have_value("Bruno")
    expect(tab.get_by_label("Qu’aimeriez-vous qu’on éclaire")).to_have_value("Une longue question")
    expect(tab.get_by_role("checkbox", name=CLAUSES)).to_be_checked()
    play.axe(tab)

    written = mails().count()
    for answer in (here.posts("bruno", CLAUSES, website="https://x"), here.posts("bruno", CLAUSES, opened_s=0)):
        assert (answer.status_code, answer["Location"]) == (302, f"{PUBLIC}merci/")
    assert (Participant.objects.count(), mails().count()) == (known, written)


def is_answered_as_a_stranger(play: Play) -> None:
    """4. An address that is known gets the page of one that is not; only its holder learns it, by mail."""
    again = here.posts("awa", CITES, first_name="Quelqu’un", need="")
    new = here.posts("chloe", CLAUSES, CITES)
    pages = [Client().get(one["Location"]).content for one in (again, new)]

    assert pages[0] == pages[1]
    assert person("awa").first_name == "Awa"
    assert place("awa", CITES) == "confirmed"
    assert len(letters("awa", "summary")) == 2


def waits_then_gets_the_place_of_who_leaves(play: Play) -> None:
    """5. Three places for five: David then Élodie wait; Bruno leaves, David has his place, and the journal knows."""
    for key in ("bruno", "david", "elodie"):
        here.posts(key, CLAUSES, consent_recontact="on" if key == "david" else "")
    assert [place(key, CLAUSES) for key in ("bruno", "david", "elodie")] == ["confirmed", "waiting", "waiting"]
    for key, rank in (("david", 1), ("elodie", 2)):
        assert f"liste d’attente\u00a0: {rank}." in letters(key, "summary")[0].text
    assert Need.objects.filter(participant=person("elodie")).exists()

    tab, before = play.phone, audit_lines().filter(kind="exchanges.place").count()
    play.opens(tab, link("bruno", "echanges/mes-inscriptions"))
    tab.get_by_role("checkbox", name=CLAUSES).uncheck()
    tab.get_by_role("button", name="Enregistrer mes choix").click()
    expect(tab.locator("main")).to_contain_text("Vos choix sont enregistrés")
    play.axe(tab)
    (gone,) = here.events(letters("bruno", "cancellation")[0])
    (asked,) = here.events(letters("bruno", "summary")[0])
    assert (gone["method"], gone["sequence"], gone["uid"]) == ("CANCEL", 1, asked["uid"])
    (lucky,) = here.events(letters("david", "promotion")[0])
    assert lucky["method"] == "REQUEST"
    assert [place(key, CLAUSES) for key in ("david", "elodie")] == ["confirmed", "waiting"]
    assert audit_lines().filter(kind="exchanges.place").count() == before + 2


def hears_of_another_hour(play: Play) -> None:
    """6. The second session moves: the difference is shown, then those who have it in their calendar are told."""
    tab = play.desk
    play.opens(tab, reverse("exchanges:edit_session", args=[session_of(IAE).pk]))
    tab.get_by_label("De", exact=True).fill("10:30")
    tab.get_by_label("À", exact=True).fill("12:00")
    tab.get_by_role("button", name="Enregistrer la séance").click()
    expect(tab.locator("main")).to_contain_text("de 10\u00a0h à 11\u00a0h\u00a030")
    expect(tab.locator("main")).to_contain_text("de 10\u00a0h\u00a030 à 12\u00a0h")
    play.axe(tab)
    assert not mails().filter(kind="exchanges.change").exists()
    tab.get_by_role("button", name="Enregistrer et prévenir").click()

    assert list(mails().filter(kind="exchanges.change").values_list("recipient", flat=True)) == [here.address("awa")]
    (moved,) = here.events(letters("awa", "change")[0])
    first = here.events(letters("awa", "summary")[0])[1]
    assert (moved["uid"], moved["sequence"]) == (first["uid"], 1)
    assert "DTSTART;TZID=Europe/Paris:20201126T103000" in moved["raw"]


def is_reminded_once(play: Play) -> None:
    """7. A week, a day, an hour before: however often the timer rings, one mail each to those who have a place."""
    for count, paris in ((3, "2020-11-10T10:00"), (6, "2020-11-16T10:00"), (9, "2020-11-17T09:00")):
        now = play.at(paris)
        for _ in range(2):
            timers.remind(now)
        told = mails().filter(kind="exchanges.reminder")
        assert told.count() == count
        assert not told.filter(recipient__in=[here.address("bruno"), here.address("elodie")]).exists()


def clicks_one_link(play: Play) -> None:
    """8. At 10 o’clock one click leads Awa into the room, under a name that only the platform knows."""
    path = link("awa", "r", CLAUSES)
    play.at("2020-11-17T09:30")
    play.opens(play.phone, path)
    expect(play.phone.locator("main")).to_contain_text("La salle ouvre dans 15\u00a0minutes, à 9\u00a0h\u00a045.")

    play.at("2020-11-17T09:50")
    answer = Client().get(path)
    assert answer.status_code == 302
    room = urlsplit(answer["Location"])
    given = {name: values[0] for name, values in parse_qs(room.query).items()}
    checksum = given.pop("checksum")
    query = room.query.partition("&checksum=")[0]
    assert checksum == hashlib.sha256(f"join{query}{here.SECRET}".encode()).hexdigest()
    assert answer["Location"] == signed_address(here.BBB, "join", given, secret=here.SECRET)
    assert (given["role"], given["fullName"]) == ("VIEWER", "Awa Diarra")
    assert "awa" not in given["userID"]
    came = Registration.objects.get(participant=person("awa"), session=session_of(CLAUSES))
    assert (came.presence, came.presence_source) == ("present", "lien")

    altered = path.replace("~", "~x", 1)
    other = path.replace(f"/{session_of(CLAUSES).pk}/", "/999999/")
    assert [Client().get(one).status_code for one in (altered, other)] == [404, 404]
    play.opens(play.phone, link("bruno", "r", CLAUSES), status=410)
    play.phone.get_by_role("link", name="M’inscrire de nouveau").click()
    expect(play.phone.locator("h1")).to_contain_text("Cycle d’échanges 2020")


def notes_who_came(play: Play) -> None:
    """9. The list of the video service is matched, one of its names is nobody’s; the rest is noted by hand."""
    tab = play.desk
    play.at("2020-11-17T11:45")
    play.opens(tab, reverse("exchanges:attendance", args=[session_of(CLAUSES).pk]))
    tab.get_by_role("link", name="Déposer une liste").click()
    play.axe(tab)
    listed = "Nom;Durée\nDIARRA Awa (Ville de Sallèles);85\nQuelqu’un d’autre;3\n".encode("cp1252")
    tab.locator("#id_file").set_input_files({"name": "bbb.csv", "mimeType": "text/csv", "buffer": listed})
    tab.locator("main form [type=submit]").first.click()
    expect(tab.locator("main")).to_contain_text("Ligne 3\u00a0: Quelqu’un d’autre")
    play.axe(tab)
    tab.get_by_role("button", name="Noter les présents cochés").click()
    for key, presence in (("david", "present"), ("chloe", "absent")):
        number = Registration.objects.get(participant=person(key), session=session_of(CLAUSES)).pk
        tab.locator(f"[name=p{number}]").select_option(presence)
    tab.get_by_role("button", name="Enregistrer les présences").click()
    expect(tab.locator("main")).to_contain_text("2\u00a0présents sur 3\u00a0inscrits")
    play.axe(tab)


def receives_what_the_session_leaves(play: Play) -> None:
    """10. A survey and a certificate to who came; to all who had a place, what there is to read and to see again."""
    now = play.at("2020-11-17T12:05")
    for _ in range(2):
        timers.ask(now)
    asked = mails().filter(kind="exchanges.survey").values_list("recipient", flat=True)
    assert sorted(asked) == [here.address("awa"), here.address("david")]

    tab = play.desk
    play.opens(tab, reverse("exchanges:afterwards", args=[session_of(CLAUSES).pk]))
    tab.get_by_label("Compte rendu").fill("Trois conseils ont été donnés.")
    tab.get_by_label("Adresse de l’enregistrement").fill("https://film.exemple.fr/clauses")
    tab.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(tab.locator("main")).to_contain_text("Il manque la transcription")
    play.axe(tab)
    tab.get_by_label("Transcription de l’enregistrement").fill("Bonjour à toutes et à tous.")
    tab.get_by_role("button", name="Enregistrer", exact=True).click()
    tab.get_by_role("button", name="Envoyer les documents").click()
    told = mails().filter(kind="exchanges.resources").values_list("recipient", flat=True)
    assert sorted(told) == [here.address(key) for key in ("awa", "chloe", "david")]

    play.opens(play.phone, link("awa", "echanges/avis", CLAUSES))
    play.phone.get_by_role("button", name="Donner mon avis").click()
    play.axe(play.phone)
    play.phone.get_by_label("Beaucoup").check()
    play.phone.get_by_label("Je veux poursuivre en second groupe").check()
    play.phone.get_by_role("button", name="Donner mon avis").click()
    expect(play.phone.locator("main")).to_contain_text("Votre avis est transmis")
    assert SurveyAnswer.objects.get().satisfaction == 5
    assert Need.objects.filter(participant=person("awa"), origin="avis").exists()

    certificate = Client().get(link("awa", "echanges/attestation", CLAUSES))
    assert certificate.content.startswith(b"%PDF")
    assert b"pdfuaid" in certificate.content
    came = Registration.objects.get(participant=person("awa"), session=session_of(CLAUSES))
    play.opens(play.phone, reverse("exchanges:check_certificate", args=[code_of(came.pk)]))
    expect(play.phone.locator("main")).to_contain_text("A. D.")
    expect(play.phone.locator("main")).not_to_contain_text("Diarra")
    play.opens(play.phone, link("chloe", "echanges/mes-inscriptions"))
    expect(play.phone.locator("main")).to_contain_text("Revoir la séance")
    expect(play.phone.locator("main")).not_to_contain_text("attestation")


def makes_a_second_group_in_five_clicks(play: Play) -> None:
    """11. What three people ask becomes a group, a session, and an invitation to the two who agreed to it."""
    tab = play.desk
    play.opens(tab, reverse("exchanges:organise", args=[here.cycle().pk]))
    clicks = 0

    def press(role: str, name: str) -> None:
        nonlocal clicks
        tab.locator("main").get_by_role(role, name=name).first.click()
        clicks += 1
        play.axe(tab)

    press("link", "Besoins")
    expect(tab.locator("main")).to_contain_text("Juridique\u00a0: 3\u00a0besoins")
    press("button", "Regrouper les besoins cochés")
    press("link", "Créer le second groupe")
    expect(tab.get_by_label("Titre de la séance")).to_have_value(f"{CLAUSES}\u00a0: juridique")
    tab.get_by_label("Jour").fill("2020-12-04")
    press("button", "Prévoir le second groupe")
    expect(tab.locator("main")).to_contain_text("intervenant recherché")
    press("button", "Inviter 2\u00a0personnes")
    assert clicks == 5
    group = tab.url
    invited = mails().filter(kind="exchanges.invitation")
    assert sorted(invited.values_list("recipient", flat=True)) == [here.address("awa"), here.address("david")]
    assert all(invited.values_list("unsubscribe", flat=True))

    tab.get_by_role("link", name="intervenants").click()
    play.axe(tab)
    tab.locator("[name=intervenant-0-function]").fill("avocate")
    tab.locator("[name=intervenant-0-organisation_name]").fill("Barreau solidaire")
    tab.get_by_role("button", name="Enregistrer le programme").click()
    second = session_of(f"{CLAUSES}\u00a0: juridique")
    assert Speaker.objects.get(session=second).organisation.name == "Barreau solidaire"
    assert not second.speaker_sought

    play.opens(play.phone, link("awa", "echanges/invitation", second.title))
    play.phone.get_by_role("button", name="Oui, je viens").click()
    expect(play.phone.locator("main")).to_contain_text("Vous avez accepté")
    play.axe(play.phone)
    assert place("awa", second.title) == "confirmed"
    play.opens(play.phone, link("awa", "echanges/mes-inscriptions"))
    expect(play.phone.locator("main")).to_contain_text(f"second groupe prévu\u00a0: {second.title}")
    tab.goto(group)
    expect(tab.locator("main")).to_contain_text("3\u00a0besoins, 2\u00a0invités, 1 accepte")
    assert second.title not in Client().get(PUBLIC).content.decode()


def exports(play: Play) -> None:
    """12. Who organises exports, and leaves a line; a member reads no name; who protects data reads the journal."""
    tab = play.desk
    play.opens(tab, reverse("exchanges:enter", args=[here.cycle().pk]))
    tab.get_by_role("checkbox", name=CITES).check()
    tab.get_by_label("Prénom").fill("=HYPERLINK(1)")
    tab.get_by_label("Nom", exact=True).fill("Sans courriel")
    tab.get_by_role("button", name=re.compile("Inscrire")).click()
    expect(tab.locator("main")).to_contain_text("est inscrit")
    play.axe(tab)

    office = Client()
    people.sign_in_as(office, play.organiser)
    path = reverse("exchanges:people", args=[here.cycle().pk])
    before = audit_lines().filter(verb="export", kind="exchanges.registration").count()
    raw = body(office.get(path, {"format": "csv"}))
    assert raw.startswith(b"\xef\xbb\xbf")
    everybody = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    names = "Nom", "Prénom", "Courriel", "Organisation", "Public", "Inscrit le", "Place", "Présence"
    assert {*names, "Source de la présence"} <= set(everybody[0])
    assert not any(one["Prénom"].startswith("=") for one in everybody)
    assert len(everybody) == Registration.objects.filter(session__cycle=here.cycle()).count()
    answer = office.get(path, {"format": "xlsx", "seance": session_of(CLAUSES).pk})
    sheet = load_workbook(io.BytesIO(body(answer)), read_only=True).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows(min_row=2)) == 5
    lines = audit_lines().filter(verb="export", kind="exchanges.registration").order_by("pk")
    assert lines.count() == before + 2
    assert (lines.last().fields, lines.last().user_id is not None) == (["seance"], True)

    reader, officer = (people.member(Role.MEMBER, email=f"{one}@exemple.fr") for one in ("lectrice", "protection"))
    factories.Helper(organisation=people.organisation(), user=officer, role="officer")
    for who, rights in ((reader, 403), (officer, 200)):
        people.sign_in_as(office, who)
        assert office.get(path).status_code == 403
        assert office.get(reverse("exchanges:rights")).status_code == rights


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def reads_figures(play: Play) -> None:
    """13. Small numbers are masked on every page; the numbers that may be read are those of the exports."""
    play.opens(play.desk, reverse("exchanges:figures", args=[here.cycle().pk]))
    expect(play.desk.locator("main")).to_contain_text("moins de 5")
    text = play.desk.locator("main").inner_text()
    assert not re.search(r"\b[1-4]\b\s*$", text.partition("par public")[2].partition("protègent")[0], re.MULTILINE)


def asks_for_her_data_and_leaves(play: Play) -> None:
    """14. Awa downloads all that is known of her, and is told by mail; David erases himself, and the counts stay."""
    tab = play.phone
    mine = link("awa", "echanges/mes-inscriptions")
    play.opens(tab, mine)
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Télécharger mes données").click()
    held = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert held["courriel"] == here.address("awa")
    assert len(held["inscriptions"]) == 4
    assert len(letters("awa", "copy")) == 1

    rows = Registration.objects.count(), Need.objects.count()
    play.opens(tab, link("david", "echanges/mes-inscriptions"))
    tab.get_by_role("link", name="Tout effacer").click()
    play.axe(tab)
    tab.get_by_role("button", name="Effacer mes données").click()
    expect(tab.locator("main")).to_contain_text("Vos données sont effacées")
    assert (Registration.objects.count(), Need.objects.count()) == rows
    assert "david@" not in here.dump()


def is_forgotten_in_time(play: Play) -> None:
    """15. Twelve months after, nothing of anybody; of who agreed to be contacted, one row, for three years."""
    closed = link("chloe", "echanges/mes-inscriptions")
    now = play.at("2021-12-08T12:00")
    for key in ("chloe", "elodie"):
        write_mail(
            "exchanges.campaign",
            to=here.address(key),
            subject="Un nouveau cycle",
            template="exchanges/email/links.txt",
            context={"participant": person(key), "cycle": here.cycle(), "lines": [], "manage_url": "https://x"},
            key="campagne de rentrée",
            draft=key == "elodie",
            now=now,
        )
    send_due(clock=timezone.now)
    assert due(now) == 0
    now = play.at("2021-12-09T12:00")
    assert due(now) == 5
    purge_all(now=now)

    held = here.dump()
    for trace in ("chloe@", "elodie@", "bruno@", "david@", "Chloé", "Nguyen", "Que risque-t-on", "HYPERLINK"):
        assert trace not in held, trace
    kept = Participant.objects.exclude(email="").filter(cycle__slug=SLUG).get()
    assert (kept.email, kept.contact_only_at) == (here.address("awa"), now)
    assert not Registration.objects.filter(participant=kept).exists()
    assert Registration.objects.filter(session=session_of(CLAUSES)).count() == 5
    play.opens(play.phone, closed, status=410)
    purge_all(now=now)
    assert due(now) == 0

    play.at("2023-12-09T12:00")
    purge_all(now=timezone.now())
    assert "@journee.exemple.fr" not in here.dump()


def due(now) -> int:
    """How many participants a purge would anonymise."""
    return next(
        one.count for one in purge_all(now=now, dry_run=True) if one.retention.code == "exchanges.participants"
    )
