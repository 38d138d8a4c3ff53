"""What the interface costs: a list page on 100,000 rows beside 1,000, a public page beside a bare one."""

from collections.abc import Callable, Sequence
from itertools import count, cycle
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.module_loading import import_string

from quartiers.kernel.bench import Measure, Trial
from quartiers.web.lists import Column, Kind, ListSpec, Noun, list_response

HOST = "localhost"
FEW, MANY = 1_000, 100_000
LIST = ListSpec(
    id="mesure",
    noun=Noun("ligne", "lignes", feminine=True),
    caption="Mesure",
    columns=(
        Column("nom", "Nom", "name", sort=("name",)),
        Column("nombre", "Nombre", "number", sort=("number",), kind=Kind.NUMBER),
    ),
    order="nom",
)
BARE_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
BARE_PAGE = (
    "<!DOCTYPE html><html lang='fr'><head><title>{{ title }}</title></head><body><ul>"
    "{% for line in lines %}<li id='l{{ forloop.counter }}'>{{ line.name }} <b>{{ line.value }}</b></li>{% endfor %}"
    "</ul></body></html>"
)
_names = count()


def _lists() -> Trial:
    """The same walk through both lists: first, middle and last page, in two orders. Text search, which reads all the
    rows, is not in it.
    """
    few, many = _table(FEW), _table(MANY)

    def close() -> None:
        with connection.schema_editor() as editor:
            editor.delete_model(few)
            editor.delete_model(many)

    return Trial(_walk(many, MANY), _walk(few, FEW), same=lambda ours, theirs: ours and theirs, close=close)


def _table(rows: int) -> Any:
    """A table of its own, with as many rows, an index on each order."""
    fields = {
        "__module__": __name__,
        "name": models.CharField(max_length=40, db_index=True),
        "number": models.IntegerField(db_index=True),
        "Meta": type("Meta", (), {"app_label": "web", "db_table": f"measure_{rows}_{next(_names)}"}),
    }
    model: Any = type(f"Measured{next(_names)}", (models.Model,), fields)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    lines = (model(name=f"ligne {index * 7919 % rows:06d}", number=index * 104_729 % rows) for index in range(rows))
    model._default_manager.bulk_create(lines, batch_size=10_000)
    return model


def _walk(model: Any, rows: int) -> Callable[[], bool]:
    """Each call answers the next page of the walk, and says whether it holds the twenty rows that it should."""
    last = rows // LIST.page_size
    addresses = [f"tri={order}&page={page}" for order in ("nom", "-nombre") for page in (1, last // 2, last)]
    steps = cycle(addresses)

    def step() -> bool:
        request = RequestFactory(headers={"host": HOST}).get(f"/mesure/?{next(steps)}")
        return _holds(list_response(request, LIST, model.objects.all(), "web/list.html"))

    return step


def _holds(response: Any) -> bool:
    return bool(response.status_code == 200 and response.content.count(b"<tr") == LIST.page_size + 1)


def page_trial(path: str) -> Trial:
    """A page through every middleware, beside a bare Django page of as many bytes.

    The bare page has Django's six usual middlewares, one query and one loop in a template.
    """
    found = resolve(path)
    serve = through(settings.MIDDLEWARE, lambda request: found.func(request, *found.args, **found.kwargs))

    def page() -> Any:
        request = RequestFactory(headers={"host": HOST}).get(path)
        request.resolver_match = found
        return serve(request)

    return Trial(page, _bare(len(page().content)), same=_as_long)


def _bare(size: int) -> Callable[[], Any]:
    template = Template(BARE_PAGE)
    empty, one = (len(_bare_html(template, lines)) for lines in (0, 1))
    lines = (size - empty) // (one - empty)

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        return HttpResponse(_bare_html(template, lines))

    serve = through(BARE_MIDDLEWARE, view)
    return lambda: serve(RequestFactory(headers={"host": HOST}).get("/"))


def _bare_html(template: Template, lines: int) -> str:
    rows = [{"name": f"ligne {index:06d}", "value": f"valeur {index:06d}" * 10} for index in range(lines)]
    return template.render(Context({"title": "mesure", "lines": rows}))


def through(
    middleware: Sequence[str], view: Callable[[HttpRequest], HttpResponseBase]
) -> Callable[[HttpRequest], Any]:
    """A view behind these middlewares, the first one outermost."""
    handler: Any = view
    for name in reversed(middleware):
        handler = import_string(name)(handler)
    serve: Callable[[HttpRequest], Any] = handler
    return serve


def _as_long(page: Any, bare: Any) -> bool:
    """Both answer, and the bare page is at most a tenth shorter or longer."""
    return page.status_code == bare.status_code == 200 and 0.9 < len(bare.content) / len(page.content) < 1.1


MEASURES = [
    Measure(
        "page de liste, 100 000 lignes contre 1 000 (95e centile)",
        1.5,
        "at_most",
        _lists,
        clock="wall",
        calls=30,
        quantile=0.95,
    ),
    Measure("page publique contre page nue", 1.5, "at_most", lambda: page_trial(reverse("web:rules"))),
]
