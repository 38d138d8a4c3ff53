"""«Composants»: each component in each state, for those who write pages and for the accessibility checks."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NARROW, NBSP
from quartiers.web.charts import Bar, BarChart
from quartiers.web.maps import MapView, Outline
from quartiers.web.thread import Event, Knot

KINDS = ("ok", "info", "wait", "warn", "bad", "mute", "prune")
STEPS = ("Rencontre", "Accord", "Diagnostic", "Plan d’action", "En parcours", "Sortie", "Point à 6 mois")
EVENTS = (
    Event("Point à 6 mois", when="prévu le 4 mars 2027", knot=Knot.NEXT),
    Event("Candidature reçue", "Entretien proposé le 26 novembre.", "9 novembre, Cora Vidal", Knot.HERE),
    Event("Obstacle levé, la garde d’enfant", "Une place le matin, à 600 m de chez elle.", "6 octobre, Alba Costes"),
    Event("En pause pendant les vacances", when="du 3 au 21 août", knot=Knot.PAUSE),
    Event("Sans réponse pendant 10 jours", "L’orientation a été relancée.", "20 septembre", Knot.STOP),
)
CHART = BarChart(
    "Part de ménages pauvres",
    (
        Bar("Ce quartier", 42.5, f"42,5{NARROW}%", emphasis=True),
        Bar("Sa commune", 18.0, f"18{NARROW}%", href="#graphique"),
        Bar("Un quartier très petit", None, "non publié"),
        Bar("Aucun ménage", 0.0, f"0{NARROW}%"),
    ),
    source="exemple fictif",
    top=100.0,
)
MAP = MapView(
    id="carte",
    title="Un quartier et sa commune, exemple fictif",
    bounds=(43.1, 2.2, 43.3, 2.5),
    outlines=(
        Outline("M40 60L620 20L960 280L880 520L300 540L60 380Z", "zone", "La commune"),
        Outline("M300 180L520 160L560 330L340 350Z", "quartier", "Un quartier"),
        Outline("M620 240L760 230L780 380L640 400Z", "ici", "Ce quartier"),
    ),
    view_box="0 0 1000 560",
    legend=(("zone", "commune"), ("quartier", "quartier prioritaire"), ("ici", "ce quartier")),
    source="Exemple fictif.",
)
TABS = (("Liste de 2024", "#onglets", True), ("Liste de 2015", "#autre", False))
CRUMBS = (("Accueil", "/"), ("Pour ceux qui écrivent les pages", "/aide/"), ("Composants", ""))


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom du quartier", help_text="Comme sur la liste officielle.")
    email = forms.EmailField(
        label="Courriel",
        error_messages={"invalid": f"Il manque le signe @. Par exemple{NBSP}: awa.diarra@exemple.fr"},
    )
    residents = forms.IntegerField(label="Habitants", required=False)
    on = forms.DateField(label="Jour", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="Vous venez comme", choices=(("a", "Collectivité"), ("b", "Association")))
    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=(("oui", "Oui"), ("non", "Non")),
        widget=forms.RadioSelect,
        error_messages={"required": "Il manque votre réponse. Choisissez oui ou non."},
    )
    agreed = forms.BooleanField(label="Me recontacter si un second groupe se forme", required=False)
    file = forms.FileField(label="Fichier", required=False, help_text="CSV, XLSX ou ODS.")
    text = forms.CharField(label="Votre question", required=False, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Only on a demonstration."""
    if not settings.DEMO:
        raise Http404
    typed = {"refuse-name": "Les Tilleuls", "refuse-email": "awa.diarra.exemple.fr", "refuse-kind": "a"}
    refused = EveryField(typed, prefix="refuse")
    context = {
        "form": refused,
        "fresh": EveryField(prefix="neuf"),
        "kinds": KINDS,
        "steps": STEPS,
        "events": EVENTS,
        "chart": CHART,
        "map": MAP,
        "tabs": TABS,
        "crumbs": CRUMBS,
    }
    return render(request, "web/gallery.html", context)
