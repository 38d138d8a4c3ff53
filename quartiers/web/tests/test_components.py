"""Each component keeps its contract, whatever words it is given."""

import re

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.french import NARROW, NBSP
from quartiers.web.charts import Bar, BarChart, share
from quartiers.web.maps import Layer, MapView, Outline
from quartiers.web.thread import Event, Knot

HOSTILE = """<script>alert(1)</script>"'&"""
UNSAFE = "<script>alert"


def render(source: str, **values) -> str:
    return Template(source).render(Context(values))


def text(html: str) -> str:
    """What is read: without tags, spaces run together."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class SampleForm(forms.Form):
    name = forms.CharField(
        label="Nom", help_text="Comme sur la liste.", error_messages={"required": "Il manque le nom."}
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Genre", choices=[("a", "Ville"), ("b", "Association")])
    answer = forms.ChoiceField(
        label="Réponse",
        choices=[("oui", "Oui"), ("non", "Non")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez."},
    )
    agreed = forms.BooleanField(label="D’accord", required=False)
    file = forms.FileField(label="Fichier", required=False)


def refused(**typed) -> SampleForm:
    form = SampleForm({"kind": "a", **typed})
    assert not form.is_valid()
    return form


# --- Nothing that is typed becomes markup ---------------------------------------------------------------------------

SOURCES = {
    "breadcrumb": "{% breadcrumb crumbs %}",
    "page_header": "{% page_header title=x lead=x badge=x %}{{ x }}{% endpage_header %}",
    "card": "{% card title=x note=x %}{{ x }}{% endcard %}",
    "alert": "{% alert 'info' title=x %}{{ x }}{% endalert %}",
    "badge": "{% badge 'ok' x %}",
    "note": "{% note 'ok' x %}",
    "icon": "{% icon x %}",
    "stepper": "{% stepper steps 1 %}",
    "timeline": "{% timeline events %}",
    "tabs": "{% tabs x tabs %}",
    "progress": "{% progress 1 2 x %}",
    "empty_state": "{% empty_state x x x '/aide/' %}",
    "table": "{% table caption=x %}<tr><td>{{ x }}</td></tr>{% endtable %}",
    "bar_chart": "{% bar_chart chart %}",
    "map_view": "{% map_view map %}",
    "form_summary": "{% form_summary form %}",
    "field": "{% field form.name %}",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_hostile_words_stay_words(source):
    form = SampleForm({"name": HOSTILE})
    form.fields["name"].label = form.fields["name"].help_text = HOSTILE
    form.add_error("name", HOSTILE)
    html = render(
        source,
        x=HOSTILE,
        crumbs=[(HOSTILE, "/"), (HOSTILE, "")],
        steps=[HOSTILE, "Suite"],
        events=[Event(HOSTILE, HOSTILE, HOSTILE)],
        tabs=[(HOSTILE, "/", True)],
        chart=BarChart(HOSTILE, (Bar(HOSTILE, 1.0, HOSTILE, href=HOSTILE),), source=HOSTILE),
        map=MapView(
            HOSTILE,
            HOSTILE,
            (1, 2, 3, 4),
            layers=(Layer(HOSTILE, HOSTILE),),
            outlines=(Outline(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
            legend=((HOSTILE, HOSTILE),),
            source=HOSTILE,
        ),
        form=form,
    )

    assert UNSAFE not in html
    assert "&lt;script&gt;" in html
    assert '"&#x27;' not in html.replace("&quot;&#x27;", "")


# --- States and notices ---------------------------------------------------------------------------------------------


def test_each_kind_of_badge_has_an_outline_of_its_own():
    kinds = ["ok", "info", "wait", "warn", "bad", "mute", "prune"]
    icons = {kind: re.search(r"#([\w-]+)", render("{% badge kind 'mot' %}", kind=kind))[1] for kind in kinds}

    assert len(set(icons.values())) == len(kinds)


def test_an_icon_is_not_read_aloud():
    assert 'aria-hidden="true"' in render("{% icon 'check' %}")


def test_a_bad_notice_takes_the_focus_and_the_others_do_not():
    bad, info = (render("{% alert kind %}<p>Texte</p>{% endalert %}", kind=kind) for kind in ("bad", "info"))

    assert 'role="alert"' in bad
    assert "autofocus" in bad
    assert "autofocus" not in info


@pytest.mark.parametrize(("level", "kind"), [(10, "info"), (20, "info"), (25, "ok"), (30, "warn"), (40, "bad")])
def test_a_message_becomes_a_notice_of_its_level(level, kind):
    assert render("{{ message|alert_kind }}", message=Message(level, "Fait")) == kind


def test_a_card_without_title_has_no_head():
    assert "<header>" not in render("{% card %}<p>Texte</p>{% endcard %}")
    assert "<h2>Titre</h2>" in render("{% card title='Titre' %}<p>Texte</p>{% endcard %}")


def test_a_page_header_without_action_has_no_place_for_them():
    assert "gestes" not in render("{% page_header title='Où ?' %}   {% endpage_header %}")
    assert "gestes" in render("{% page_header title='Où ?' %}<a href='/'>Ici</a>{% endpage_header %}")


def test_the_last_crumb_is_the_page_itself():
    html = render("{% breadcrumb crumbs %}", crumbs=[("Quartiers", "/quartiers/"), ("Les Tilleuls", "")])

    assert '<a href="/quartiers/">Quartiers</a>' in html
    assert '<span aria-current="page">Les Tilleuls</span>' in html


def test_an_empty_state_without_action_has_no_button():
    assert "btn" not in render("{% empty_state 'Rien n’est chargé.' %}")
    assert 'href="/aide/"' in render("{% empty_state 'Rien.' 'Bientôt.' 'Lire' '/aide/' %}")


def test_only_the_tab_of_this_page_is_current():
    html = render("{% tabs 'Liste' items %}", items=[("2024", "/a", True), ("2015", "/b", False)])

    assert html.count('aria-current="page"') == 1


def test_a_table_has_its_caption():
    html = render("{% table caption='Quartiers' narrow=True id='t' %}<tbody></tbody>{% endtable %}")

    assert "<caption>Quartiers</caption>" in html
    assert 'class="liste tient" id="t"' in html


# --- The thread -----------------------------------------------------------------------------------------------------


def test_one_step_is_current_and_phones_get_a_sentence():
    html = render("{% stepper steps 2 %}", steps=["Rencontre", "Accord", "Sortie"])

    assert html.count('aria-current="step"') == 1
    assert f"Étape 2 sur 3{NBSP}: Accord" in text(html)
    assert "Rencontre , fait" in text(html)


def test_after_the_last_step_all_is_done():
    html = render("{% stepper steps 4 %}", steps=["Rencontre", "Accord", "Sortie"])

    assert "aria-current" not in html
    assert "Les 3 étapes sont faites" in text(html)


@pytest.mark.parametrize("knot", list(Knot))
def test_each_knot_has_a_shape_of_its_own(knot):
    others = [render("{% timeline e %}", e=[Event("Fait", knot=one)]) for one in Knot if one is not knot]

    assert render("{% timeline e %}", e=[Event("Fait", knot=knot)]) not in others


def test_progress_is_said_in_words():
    html = render("{% progress 340 1200 'lignes' %}")

    assert f"340{NBSP}lignes sur 1{NARROW}200" in text(html)
    assert 'width="28.33%"' in html
    assert 'aria-valuenow="340"' in html


# --- Charts and maps ------------------------------------------------------------------------------------------------


def test_a_value_that_is_not_published_is_words_and_no_bar():
    chart = BarChart("Taux", (Bar("Ici", None, "non publié"), Bar("Ailleurs", 0.0, "0 %")))
    html = render("{% bar_chart chart %}", chart=chart)

    assert html.count("<rect") == 1
    assert "non publié" in html
    assert 'width="0.00%"' in html


def test_the_figures_of_a_chart_stand_in_a_table_too():
    html = render("{% bar_chart chart %}", chart=BarChart("Taux", (Bar("Ici", 4.0, "4 %"),), source="INSEE, 2021"))

    assert "Voir les chiffres" in html
    assert '<th scope="row">Ici</th>' in html
    assert "INSEE, 2021" in html


@given(
    values=st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), max_size=6),
    top=st.one_of(st.just(0.0), st.floats(0.001, 1e6)),
)
def test_no_bar_leaves_its_room(values, top):
    chart = BarChart("Taux", tuple(Bar("x", value, "x") for value in values), top=top)

    assert all(0 <= float(drawn.width.removesuffix("%")) <= 100 for drawn in chart.drawn())


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.001, 1e6))
def test_a_larger_value_has_no_shorter_bar(one, other, whole):
    low, high = sorted((one, other))

    assert float(share(low, whole)[:-1]) <= float(share(high, whole)[:-1])


def test_a_map_is_drawn_before_any_script():
    view = MapView(
        "carte", "Le quartier", (1, 2, 3, 4), outlines=(Outline("M0 0l1 1z", "ici", "Les Tilleuls", "/q/"),)
    )
    html = render("{% map_view map %}", map=view)

    assert '<path class="ici" d="M0 0l1 1z">' in html
    assert "<title>Les Tilleuls</title>" in html
    assert 'role="img"' in html


# --- Forms ----------------------------------------------------------------------------------------------------------


def test_a_field_has_its_label_above_and_its_help_tied_to_it():
    html = render("{% field form.name %}", form=SampleForm())

    assert html.index('<label for="id_name">') < html.index('id="id_name"')
    assert 'aria-describedby="id_name-aide"' in html
    assert 'id="id_name-aide"' in html


def test_a_refused_field_keeps_what_was_typed_and_ties_its_message():
    form = refused(name="", answer="peut-être")
    name, answer = (render(f"{{% field form.{field} %}}", form=form) for field in ("name", "answer"))

    assert 'aria-describedby="id_name-aide id_name-erreur"' in name
    assert 'aria-invalid="true"' in name
    assert name.index("Il manque le nom.") < name.index("<input")
    assert '<fieldset aria-describedby="id_answer-erreur">' in answer
    assert 'value="Les Tilleuls"' in render("{% field form.name %}", form=refused(name="Les Tilleuls"))


def test_only_an_optional_line_says_that_it_is_optional():
    said = {
        name: "facultatif" in render(f"{{% field form.{name} %}}", form=SampleForm())
        for name in SampleForm.base_fields
    }

    assert said == {"name": False, "note": True, "kind": False, "answer": False, "agreed": False, "file": True}


def test_each_control_has_the_class_of_its_kind():
    form = SampleForm()
    html = {name: render(f"{{% field form.{name} %}}", form=form) for name in SampleForm.base_fields}

    assert "form-control" in html["note"]
    assert "form-select" in html["kind"]
    assert "form-" not in html["agreed"]
    assert html["answer"].count('type="radio"') == 2
    assert "<legend>Réponse</legend>" in html["answer"]


def test_the_summary_links_each_error_to_its_field():
    form = refused(name="")
    form.add_error(None, "Ces deux réponses se contredisent.")
    html = render("{% form_summary form %}", form=form)

    assert "3 réponses sont à corriger" in html.replace(NBSP, " ")
    assert 'href="#id_name"' in html
    assert 'href="#id_answer_0"' in html
    assert "autofocus" in html
    assert "Ces deux réponses se contredisent." in html


def test_a_form_without_error_has_no_summary():
    assert text(render("{% form_summary form %}", form=SampleForm())) == ""


def test_the_title_of_a_refused_page_says_so():
    assert render("{% error_prefix %}Page", form=refused()) == f"Erreur{NBSP}: Page"
    assert render("{% error_prefix %}Page", form=SampleForm()) == "Page"
    assert render("{% error_prefix %}Page") == "Page"
