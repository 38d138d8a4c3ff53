"""What the API of the ground takes and gives."""

from datetime import date
from enum import IntEnum
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from quartiers.kernel.french import NBSP
from quartiers.office.rules import JobState
from quartiers.territory.models import Commune, Neighbourhood
from quartiers.territory.queries import places
from quartiers.territory.rules import Answer, Generation, PointKind, Verdict

MAX_POINTS = 1_000


class GenerationYear(IntEnum):
    """La liste de 2015 ou celle de 2024."""

    Y2015 = Generation.Y2015
    Y2024 = Generation.Y2024


def printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("Ce texte contient un caractère qui ne s’imprime pas. Retirez-le.")
    return text


def bounds_of(text: str) -> str:
    """Check «west,south,east,north»."""
    parts = text.split(",")
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError as fault:
        raise ValueError("Donnez quatre nombres : ouest,sud,est,nord.".replace(" :", f"{NBSP}:")) from fault
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("Donnez l’ouest avant l’est, le sud avant le nord, en degrés.")
    return text


DepartmentCode = Annotated[str, Field(pattern=r"^(\d\d|2A|2B|\d{3})?$", description="Code du département, « 11 »")]
EpciCode = Annotated[str, Field(pattern=r"^(\d{9})?$", description="SIREN de l’intercommunalité")]
PlaceCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$", description="Code exact")]
Words = Annotated[str, Field(max_length=100, description="Mots du nom"), AfterValidator(printable)]
Box = Annotated[str, Field(max_length=120, description="ouest,sud,est,nord en degrés"), AfterValidator(bounds_of)]
Latitude = Annotated[float, Field(description="Degrés, WGS 84", examples=[43.184])]
Longitude = Annotated[float, Field(description="Degrés, WGS 84", examples=[3.003])]
On = Annotated[date | None, Field(description="Jour de la question ; aujourd’hui par défaut", examples=["2024-06-01"])]


class MatchOut(Schema):
    """Un quartier autour du point."""

    code: str
    name: str
    generation: int
    inside: bool
    distance_m: float = Field(description="Mètres jusqu’à la limite ; 0 à l’intérieur")


class AnswerOut(Schema):
    """Ce que l’on peut dire d’un point un jour donné, et pourquoi."""

    verdict: Verdict = Field(description="yes, no, check (à vérifier) ou unknown (nous ne pouvons pas le dire)")
    verdict_label: str
    on: date
    generation: int | None = Field(description="Liste en vigueur ce jour-là à cet endroit")
    match: MatchOut | None
    nearby: list[MatchOut] = Field(description="À moins de 300 m : information, qui n’ouvre aucun droit à l’emploi")
    reason: str
    missing: str = Field(description="Ce qu’il faudrait charger pour répondre")
    error_m: float = Field(description="Écart possible, en mètres : point et contour")
    fictional: bool = Field(description="Vrai si un quartier inventé pour la démonstration est en jeu")

    @staticmethod
    def resolve_verdict_label(answer: Answer) -> str:
        return answer.verdict.label


class PointIn(Schema):
    latitude: Latitude
    longitude: Longitude
    kind: PointKind = Field(PointKind.COORDINATES, description="Ce que désigne le point : il donne l’écart possible")


class PointsIn(Schema):
    points: list[PointIn] = Field(min_length=1, max_length=MAX_POINTS)
    on: On = None


class AnswersOut(Schema):
    answers: list[AnswerOut]


class AddressIn(Schema):
    address: str = Field(
        description="Comme sur une enveloppe, jamais de nom", examples=["12 rue des Tilleuls, Narbonne"]
    )
    on: On = None


class TicketOut(Schema):
    """La recherche a commencé ; la réponse se demande à ``url``."""

    token: str
    url: str


class FoundOut(Schema):
    """Une adresse que le service d’adresses propose."""

    label: str
    latitude: float
    longitude: float
    kind: PointKind = Field(description="Ce que désigne le point")
    score: float = Field(description="Ressemblance avec l’adresse demandée, de 0 à 1")


class LookupOut(Schema):
    """Où en est la recherche ; donnée une fois, une réponse est effacée."""

    state: JobState = Field(description="waiting, running, done ou failed")
    message: str = Field("", description="Ce qui a manqué, et que faire")
    answer: AnswerOut | None = None
    found: FoundOut | None = Field(None, description="L’adresse comprise par le service")
    others: list[FoundOut] = Field([], description="Les autres adresses proposées")


class NamedOut(Schema):
    code: str
    name: str


class NeighbourhoodOut(Schema):
    """Un quartier prioritaire."""

    code: str
    name: str
    generation: int
    department: str = Field(validation_alias="department_id")
    communes: list[NamedOut]
    valid_from: date
    valid_to: date | None
    population: int | None = Field(description="Habitants ; null : non publié")
    precision_m: float = Field(description="Écart possible du contour, en mètres")
    fictional: bool
    source: str

    @staticmethod
    def resolve_communes(row: Neighbourhood) -> list[Commune]:
        return list(row.communes.all())


class FigureOut(Schema):
    code: str
    label: str
    unit: str
    value: float | None = Field(description="null : non publié, jamais zéro")
    year: int | None
    source: str


class OverlapOut(Schema):
    """Un quartier de l’autre liste sur le même sol."""

    code: str
    name: str
    generation: int
    fictional: bool
    share: float = Field(description="Part de la surface du quartier demandé, de 0 à 1")
    back: float = Field(description="Part de sa propre surface, de 0 à 1")


class NeighbourhoodDetail(NeighbourhoodOut):
    repair: str = Field(description="Ce qui a été réparé dans le contour ; vide si rien")
    figures: list[FigureOut]
    overlaps: list[OverlapOut]

    @staticmethod
    def resolve_figures(row: Neighbourhood) -> list[dict[str, object]]:
        return [
            {
                "code": one.meaning.code,
                "label": one.meaning.label,
                "unit": one.meaning.unit,
                "value": one.value,
                "year": one.year,
                "source": one.source,
            }
            for one in places.figures(row)
        ]

    @staticmethod
    def resolve_overlaps(row: Neighbourhood) -> list[places.Overlap]:
        return places.overlaps(row)


class CommuneOut(Schema):
    code: str
    name: str
    department: str = Field(validation_alias="department_id")
    epci: str | None = Field(validation_alias="epci_id")
    population: int | None
    population_year: int | None
    latitude: float | None
    longitude: float | None
    neighbourhoods_2015: int = Field(validation_alias="count_2015")
    neighbourhoods_2024: int = Field(validation_alias="count_2024")


class PlaceOut(Schema):
    code: str
    name: str
    communes: int = Field(validation_alias="commune_count")
    population: int
    neighbourhoods_2015: int = Field(validation_alias="count_2015")
    neighbourhoods_2024: int = Field(validation_alias="count_2024")


class DepartmentOut(PlaceOut):
    covered: list[int] = Field(description="Listes chargées en entier : là seulement, « non » est possible")


class Paging(Schema):
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(20, ge=1, le=100)


class PageOut(Schema):
    total: int
    page: int
    pages: int


class NeighbourhoodsOut(PageOut):
    results: list[NeighbourhoodOut]


class CommunesOut(PageOut):
    results: list[CommuneOut]


class EpcisOut(PageOut):
    results: list[PlaceOut]


class NeighbourhoodFilters(Paging):
    department: DepartmentCode = ""
    epci: EpciCode = ""
    generation: GenerationYear | None = None
    q: Words = ""


class CommuneFilters(Paging):
    department: DepartmentCode = ""
    epci: EpciCode = ""
    q: Words = ""


class NeighbourhoodGround(Schema):
    department: DepartmentCode = ""
    epci: EpciCode = ""
    commune: PlaceCode = ""
    code: PlaceCode = ""
    generation: GenerationYear | None = None
    bbox: Box | None = None
    simplified: bool = Field(False, description="Moins de décimales, pour une carte")


class CommuneGround(Schema):
    department: DepartmentCode = ""
    epci: EpciCode = ""
    commune: PlaceCode = ""
    bbox: Box | None = None
    simplified: bool = Field(False, description="Moins de points et de décimales, pour une carte")


class FeatureCollection(Schema):
    """GeoJSON (RFC 7946)."""

    type: str
    features: list[dict[str, Any]]
