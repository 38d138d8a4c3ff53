"""The ground: around Carcassonne, fictitious."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
import shapely
from factory.django import DjangoModelFactory

from quartiers.territory import models
from quartiers.territory.contours import metres_per_degree
from quartiers.territory.names import search_name
from quartiers.territory.rules import CentreKind, Generation, validity

CARCASSONNE = (2.3522, 43.2130)


def square(longitude: float, latitude: float, side_m: float = 400) -> bytes:
    """WKB of a square centred on the point."""
    east, north = (side_m / 2 / metres for metres in metres_per_degree(latitude))
    return shapely.to_wkb(shapely.box(longitude - east, latitude - north, longitude + east, latitude + north))


class Region(DjangoModelFactory):
    class Meta:
        model = models.Region
        django_get_or_create = ("code",)

    code = "76"
    name = "Occitanie"


class Department(DjangoModelFactory):
    class Meta:
        model = models.Department
        django_get_or_create = ("code",)

    code = "11"
    name = "Aude"
    region = factory.SubFactory(Region)


class Outline(DjangoModelFactory):
    """The ground of a department: a square of 200 km around Carcassonne."""

    class Meta:
        model = models.Outline
        django_get_or_create = ("department",)

    department = factory.SubFactory(Department)
    geometry = factory.LazyFunction(lambda: square(*CARCASSONNE, side_m=200_000))


class Epci(DjangoModelFactory):
    class Meta:
        model = models.Epci
        django_get_or_create = ("code",)

    code = "200035715"
    name = "Carcassonne Agglo"
    kind = "CA"


class Commune(DjangoModelFactory):
    """A commune of Aude around Carcassonne, ten kilometres wide."""

    class Meta:
        model = models.Commune
        django_get_or_create = ("code",)

    class Params:
        centre = CARCASSONNE

    code = factory.Sequence(lambda n: f"11{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Villeneuve-sur-Aude {n}")
    search_name = factory.LazyAttribute(lambda commune: search_name(commune.name))
    department = factory.SubFactory(Department)
    epci = factory.SubFactory(Epci)
    population = 4200
    population_year = 2017
    geometry = factory.LazyAttribute(lambda commune: square(*commune.centre, side_m=10_000))
    longitude = factory.LazyAttribute(lambda commune: commune.centre[0])
    latitude = factory.LazyAttribute(lambda commune: commune.centre[1])
    centre_kind = CentreKind.TOWN_HALL
    source = "Exemple fictif"


def communes(rows: Iterable[dict[str, Any]]) -> list[models.Commune]:
    """Many communes at once, of one department and one EPCI; each row as for ``Commune``."""
    shared = {"department": Department(), "epci": Epci()}
    return models.Commune.objects.bulk_create([Commune.build(**shared, **row) for row in rows])


class Neighbourhood(DjangoModelFactory):
    """A square of 400 m in Carcassonne, of the list of 2024; ``older`` gives one of the list of 2015."""

    class Meta:
        model = models.Neighbourhood
        skip_postgeneration_save = True

    class Params:
        centre = CARCASSONNE
        older = factory.Trait(
            generation=Generation.Y2015, code=factory.Sequence(lambda n: f"QP011{500 + n % 500:03d}")
        )

    #: None ends in M, nor stands below QP011500: those are for the tests that name a neighbourhood themselves.
    code = factory.Sequence(lambda n: f"QN011{n % 100:02d}{'NPQRST'[n // 100 % 6]}")
    name = "Les Tilleuls"
    search_name = factory.LazyAttribute(lambda neighbourhood: search_name(neighbourhood.name))
    generation = Generation.Y2024
    department = factory.SubFactory(Department)
    geometry = factory.LazyAttribute(lambda neighbourhood: square(*neighbourhood.centre))
    precision_m = 1.0
    repair = ""
    fictional = True
    source = "Exemple fictif"

    @factory.lazy_attribute
    def valid_from(self) -> date:
        return validity(self.generation, self.department.code).start

    @factory.lazy_attribute
    def valid_to(self) -> date | None:
        return validity(self.generation, self.department.code).end

    @factory.post_generation
    def communes(self, create, communes, **kwargs) -> None:
        if create and communes:
            self.communes.set(communes)


class ContourImport(DjangoModelFactory):
    class Meta:
        model = models.ContourImport

    generation = Generation.Y2024
    source = "Exemple fictif"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    neighbourhood_count = 1
    imported_at = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class Coverage(DjangoModelFactory):
    class Meta:
        model = models.Coverage
        django_get_or_create = ("generation", "department")

    generation = Generation.Y2024
    department = factory.SubFactory(Department)
    contour_import = factory.SubFactory(ContourImport, generation=factory.SelfAttribute("..generation"))


class Indicator(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    neighbourhood = factory.SubFactory(Neighbourhood)
    code = "tp60"
    value = Decimal("43.9")
    source = "Insee"


class CommuneIndicator(Indicator):
    neighbourhood = None
    commune = factory.SubFactory(Commune)
    code = "abcde"
    value = 120
    source = "Dares"
    year = 2026
