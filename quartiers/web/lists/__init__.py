"""The list engine: a list is declared once, as data; sort, filter, search, pages and exports follow.

::

    COMMUNES = ListSpec(
        id="communes",
        noun=Noun("commune", "communes", feminine=True),
        caption="Communes",
        columns=(
            Column("nom", "Commune", "name", sort=("search_name",), link=lambda row: row.get_absolute_url()),
            Column("population", "Habitants", "population", sort=("population",), kind=Kind.NUMBER),
        ),
        filters=(
            TextFilter("q", "Nom", folded=("search_name",), fold=search_name),
            ChoiceFilter("departement", "Département", queries.department_choices, "department_id"),
        ),
        order="nom",
    )

    def communes(request: HttpRequest) -> HttpResponseBase:
        return list_response(request, COMMUNES, queries.communes(), "territory/communes.html")

The template writes ``{% listing listing %}``. Everything is in the address (GET), which can be sent to a colleague:
``?q=…&departement=31&tri=-population&page=2&format=csv``. What the address holds and the list does not know is left
aside: no parameter can make a page fail, and none that is unknown is repeated in a link.

Cost: three queries (total, keys of the page, rows of these keys), one for each chip filter with counts and for each
choice that is read from the database, and those of the queryset's own ``prefetch_related``. Give a queryset of model
instances with its ``select_related``, without its heavy columns (``defer("geometry")``) and without window functions
(they would see one page only), and an index on the default order.
"""

from quartiers.web.lists.listing import Listing, filtered, read_listing
from quartiers.web.lists.response import list_response
from quartiers.web.lists.spec import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter

__all__ = [
    "ChoiceFilter",
    "Column",
    "Empty",
    "Kind",
    "ListSpec",
    "Listing",
    "Noun",
    "TextFilter",
    "filtered",
    "list_response",
    "read_listing",
]
