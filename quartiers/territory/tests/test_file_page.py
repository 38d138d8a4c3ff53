"""«Mon fichier»: what a visitor without account sends, sees, gets back, and what stays of it: nothing."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page
from python_calamine import CalamineWorkbook

from quartiers.office import files as office_files
from quartiers.office.actions import run_job
from quartiers.territory.actions.files import UPLOAD_MAX_BYTES
from quartiers.territory.tests.test_views import words
from tests import browser, factories
from tests.geocoding_server import Known, Service, geocoding_server

LONGITUDE, LATITUDE = factories.CARCASSONNE
pytestmark = pytest.mark.django_db
Job = apps.get_model("office", "Job")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PAIX = "12 rue de la Paix 11000 Carcassonne"
TABLE = f"dossier;nom;adresse\nA-1;Amina Diallo;{PAIX}\nA-2;Brice;nulle part ailleurs\n"


@pytest.fixture
def service() -> Iterator[Service]:
    with geocoding_server(known={PAIX: Known("12 Rue de la Paix 11000 Carcassonne")}) as running:
        yield running


@pytest.fixture(autouse=True)
def _installation(settings, tmp_path, service):
    settings.DATA_DIR, settings.GEOCODING_URL = tmp_path, service.url
    factories.Outline()
    factories.Coverage()
    factories.Neighbourhood()


def upload(client: Client, content: str | bytes = TABLE, name: str = "people.csv", **fields: str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return client.post("/fichier/", {"fichier": SimpleUploadedFile(name, body), "le": "2024-06-01"} | fields)


@pytest.fixture
def sent(client):
    """Address of the page of a file that was sent, its work done."""

    def send(content: str | bytes = TABLE, **fields: str) -> str:
        response = upload(client, content, **fields)
        assert response.status_code == 302, words(response)
        run_job(Job.objects.get().pk, clock=lambda: datetime.now(UTC))
        return response["Location"]

    return send


def kept(tmp_path) -> list[str]:
    """Every file that the platform keeps."""
    return [path.name for path in tmp_path.rglob("*") if path.is_file()]


class Endless:
    """A body of so many bytes, none of them in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return b"x" * given

    readline = read


class TestBefore:
    def test_the_page_says_what_is_needed_what_leaves_to_whom_and_what_stays(self, client):
        said = words(client.get("/fichier/"))

        for needed in ("« adresse »", "« code postal »", "Géoplateforme, IGN", "Ce qui reste ici : rien", "une heure"):
            assert needed in said.replace("\xa0", " ").replace("\u202f", " ")

    def test_the_model_is_a_table_that_the_platform_reads(self, client, sent, service):
        content = b"".join(client.get("/fichier/modele.csv"))
        page = words(client.get(sent(content)))

        assert "A-001" in page
        assert "12 rue de la Paix 11100 Narbonne" in service.seen[0].parts["data"]

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"fichier": ""}, "Il manque le fichier"),
            ({"fichier": SimpleUploadedFile("a.csv", b"")}, "Ce fichier est vide"),
            ({"fichier": SimpleUploadedFile("a.csv", b"x" * (UPLOAD_MAX_BYTES + 1))}, "dépasse 5"),
            ({"fichier": SimpleUploadedFile("a.csv", b"a;b"), "le": "31/02/2024"}, "Cette date n’existe pas"),
        ],
    )
    def test_what_is_missing_or_too_large_is_said_on_the_same_page(self, client, fields, said, tmp_path):
        response = client.post("/fichier/", fields)

        assert said in words(response)
        assert response.context["form"].errors
        assert kept(tmp_path) == []

    def test_a_hundred_megabytes_are_refused_by_their_size_and_unkept(self, client, tmp_path):
        body = Endless(100 * 1024**2)
        response = client.post("/fichier/", **{"wsgi.input": body, "CONTENT_LENGTH": str(body.left)})

        assert response.status_code == 413
        assert "Rien n’a été gardé" in response.content.decode()
        assert body.left == 0, "a browser shows the answer once it has sent everything"
        assert kept(tmp_path) == []

    @pytest.mark.parametrize("said", ["", "abc", "٣"])
    def test_a_length_that_is_no_number_brings_no_file(self, client, said):
        response = client.post("/fichier/", CONTENT_LENGTH=said)

        assert "Il manque le fichier" in words(response)

    def test_a_length_beyond_all_numbers_is_too_large(self, client):
        assert client.post("/fichier/", CONTENT_LENGTH="9" * 5_000).status_code == 413

    def test_a_form_of_another_site_is_refused(self):
        assert upload(Client(enforce_csrf_checks=True)).status_code == 403

    def test_the_twenty_first_file_in_ten_minutes_waits(self, client):
        with time_machine.travel(NOW):
            statuses = [client.post("/fichier/").status_code for _ in range(21)]

        assert statuses == [200] * 20 + [429]


class TestDuring:
    def test_the_page_waits_shows_progress_and_holds_without_script(self, client):
        address = upload(client)["Location"]
        waiting = client.get(address)
        Job.objects.update(state="running", done=340, total=1200)

        assert "Le travail commence dans un instant" in words(waiting)
        assert '<meta http-equiv="refresh" content="3">' in waiting.content.decode()
        assert "340 lignes sur 1 200" in words(client.get(address)).replace("\xa0", " ").replace("\u202f", " ")

    def test_htmx_gets_the_progress_alone_then_the_whole_page(self, client, sent):
        address = upload(client)["Location"]
        fragment = client.get(address, headers={"HX-Request": "true"})
        run_job(Job.objects.get().pk, clock=lambda: datetime.now(UTC))
        done = client.get(address, headers={"HX-Request": "true"})

        assert "<html" not in fragment.content.decode()
        assert done["HX-Refresh"] == "true"

    def test_a_cancelled_file_leaves_nothing(self, client, tmp_path):
        address = upload(client)["Location"]
        assert kept(tmp_path) == ["source"]
        after = client.post(f"{address}annuler/", follow=True)

        assert "Le travail est annulé" in words(after)
        assert kept(tmp_path) == []
        assert not Job.objects.exists()
        assert client.get(address).status_code == 410

    def test_the_date_of_the_question_is_the_one_of_the_form(self, client, sent):
        assert "au 1er mai 2020" in words(client.get(sent(le="2020-05-01"))).replace("\xa0", " ")


class TestAnswer:
    def test_the_page_counts_the_answers_and_shows_the_first_rows(self, client, sent):
        said = words(client.get(sent())).replace("\xa0", " ")

        assert "Sur 2 lignes, 1 dans un quartier prioritaire au 1er juin 2024, 0 à vérifier, 1 inconnue." in said
        assert "Les Tilleuls" in said
        assert "A-2" in said
        assert "ne trouve pas cette adresse" in said

    def test_only_addresses_left(self, sent, service):
        sent()

        assert [seen.parts["data"] for seen in service.seen] == [f'"adresse"\n"{PAIX}"\n"nulle part ailleurs"\n']
        assert "Amina" not in str(service.seen)

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_download_is_whole_then_everything_is_erased(self, client, sent, tmp_path, kind):
        address = sent()
        response = client.post(f"{address}telecharger/", {"format": kind})
        content = b"".join(response)

        assert f'filename="reponses.{kind}"' in response["Content-Disposition"]
        assert rows_of(content, kind)[1][:3] == ["A-1", "Amina Diallo", PAIX]
        assert len(content) == int(response["Content-Length"])
        assert kept(tmp_path) == []
        assert not Job.objects.exists()
        gone = client.get(address)
        assert gone.status_code == 410
        assert "Cette réponse a été effacée" in gone.content.decode()
        assert client.post(f"{address}telecharger/").status_code == 410

    def test_a_download_that_breaks_leaves_the_answer_for_another_try(self, client, sent):
        address = sent()
        response = client.post(f"{address}telecharger/")
        next(iter(response))
        del response

        assert client.get(address).status_code == 200

    def test_an_answer_whose_file_is_lost_is_gone(self, client, sent):
        address = sent()
        office_files.erase_files(Job.objects.get().token)

        assert client.get(address).status_code == 410
        assert client.post(f"{address}telecharger/").status_code == 410

    def test_a_neighbourhood_nearby_is_not_shown_as_the_one_of_the_row(self, client, sent):
        page = words(client.get(sent(f"id;lat;lon\nA;{LATITUDE + 0.003};{LONGITUDE}\n")))

        assert re.search(r"\snon\s+–\s+Le 1er", page)

    def test_where_the_list_of_the_day_is_not_loaded_the_first_sentence_says_unknown(self, client, sent):
        page = words(client.get(sent(le="2020-06-01")))

        assert "2\u00a0inconnues." in page

    def test_a_very_long_cell_is_shown_by_its_beginning(self, client, sent):
        page = client.get(sent("adresse\n" + "a" * 10_000 + "\n")).content.decode()

        assert "a" * 80 + "…" in page
        assert "a" * 81 not in page

    def test_looking_does_not_download(self, client, sent, tmp_path):
        address = sent()

        assert client.get(f"{address}telecharger/").status_code == 405
        assert kept(tmp_path)

    def test_it_is_never_kept_by_a_browser_or_a_proxy(self, client, sent):
        assert "no-store" in client.get(sent())["Cache-Control"]

    def test_after_an_hour_it_is_gone_even_before_the_purge(self, client, sent):
        address = sent()
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=1, seconds=1)):
            assert client.get(address).status_code == 410
            assert client.post(f"{address}telecharger/").status_code == 410

    @pytest.mark.parametrize("token", ["x", "t" * 43, "%00", "..%2f..", "é" * 43])
    def test_a_token_that_opens_nothing_is_gone(self, client, token):
        for path in ("", "annuler/", "telecharger/"):
            ask = client.post if path else client.get
            assert ask(f"/fichier/{token}/{path}").status_code in {404, 410}

    def test_the_token_of_an_address_does_not_open_a_file(self, client):
        job = Job.objects.create(
            token="t" * 43, kind="address_lookup", created_at=NOW, expires_at=datetime.now(UTC) + timedelta(hours=1)
        )

        assert client.get(f"/fichier/{job.token}/").status_code == 410

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("nom;prénom\nDiallo;Amina\n", "ne dit pas où trouver l’adresse"),
            (f"note;adresse\n1 84 12 76 451 089 46;{PAIX}\n", "Ligne 2, colonne « note »"),
            ("x;y\n651000;6234000\n", "Lambert-93"),
            ("adresse\n" + "3 rue Neuve\n" * 5_001, "dépasse 5 000 lignes"),
            (b"PK\x03\x04" + b"\x00" * 100, "Ce classeur est abîmé"),
        ],
    )
    def test_a_refusal_keeps_the_page_and_nothing_of_the_file(self, client, sent, tmp_path, service, content, said):
        page = words(client.get(sent(content))).replace("\xa0", " ").replace("\u202f", " ")

        assert said in page
        assert "Corrigez-le chez vous, puis envoyez-le de nouveau" in page
        assert "Compléter mon fichier" in page
        assert kept(tmp_path) == []
        assert service.seen == []

    def test_a_silent_service_is_said_and_the_page_offers_to_send_again(self, client, sent, service):
        service.mode = "404"

        assert "ne sait pas lire" in words(client.get(sent()))

    def test_files_are_private_while_they_wait(self, sent):
        sent()
        answer = office_files.file_of(Job.objects.get().token, "reponses.csv")

        assert answer.parent.stat().st_mode & 0o777 == 0o700


def rows_of(content: bytes, kind: str) -> list[list[str]]:
    if kind == "xlsx":
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_a_counsellor_gets_her_file_back_and_every_state_is_sound(live_server, page: Page, axe, tmp_path, width):
    page.set_viewport_size({"width": width, "height": 720})
    source = tmp_path / "people.csv"
    source.write_text(TABLE)
    page.goto(f"{live_server.url}/fichier/")
    page.set_input_files("input[type=file]", source)
    page.click("text=Compléter mon fichier")
    page.wait_for_selector("text=Télécharger en CSV")
    axe(page)
    assert browser.sideways_px(page) == 0

    address = page.url
    with page.expect_download() as download:
        page.click("text=Télécharger en CSV")
    assert "qpv_statut" in download.value.path().read_text("utf-8-sig")
    assert page.goto(address).status == 410


@pytest.mark.browser
@pytest.mark.parametrize("state", ["waiting", "running", "failed"])
def test_a_file_on_its_way_is_sound_at_320_pixels(live_server, page: Page, axe, state):
    job = Job.objects.create(
        token="t" * 43, kind="file_location", state=state, done=340 if state == "running" else 0,
        total=1200 if state == "running" else 0, payload={"on": "2024-06-01"}, created_at=datetime.now(UTC),
        error="Ligne 4 : rien." if state == "failed" else "", expires_at=datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip
    page.set_viewport_size({"width": 320, "height": 720})
    page.goto(f"{live_server.url}/fichier/{job.token}/")

    axe(page)
    assert browser.sideways_px(page) == 0
