"""Catalogue of the indicators published by neighbourhood or commune: codes, French labels, units, meanings.

Meanings come from the data dictionary of Hackaviz 2021 (Toulouse DataViz), which gathered Insee's files «Données sur
les quartiers de la politique de la ville»: demography, income, employment, schools and businesses. ``abc``, which
that file lacks, is the same count without the categories D and E, as its own columns ``abc_…`` are. A code that is not
here is kept as it is, with the label «libellé à vérifier».
"""

from dataclasses import dataclass
from enum import StrEnum

TO_CHECK = "libellé à vérifier"


class Kind(StrEnum):
    """What a figure is, hence how it is written and whether it may be summed (counts only)."""

    COUNT = "count"
    PERCENT = "percent"
    EUROS = "euros"
    RATIO = "ratio"

    @property
    def unit(self) -> str:
        return {"count": "", "percent": "%", "euros": "€", "ratio": ""}[self.value]


class Theme(StrEnum):
    POPULATION = "population"
    INCOME = "income"
    EMPLOYMENT = "employment"
    JOBSEEKERS = "jobseekers"
    SCHOOLS = "schools"
    BUSINESSES = "businesses"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "population": "Population",
            "income": "Revenus et prestations",
            "employment": "Emploi",
            "jobseekers": "Demandeurs d’emploi",
            "schools": "Écoles et collèges",
            "businesses": "Établissements",
            "other": "Autres indicateurs",
        }[self.value]


@dataclass(frozen=True)
class IndicatorMeaning:
    """``code`` is the column of the file in lower case; ``label`` and ``meaning`` are French."""

    code: str
    label: str
    kind: Kind
    theme: Theme
    meaning: str = ""

    @property
    def unit(self) -> str:
        return self.kind.unit


def meaning_of(code: str) -> IndicatorMeaning:
    """What an indicator means; an unknown code keeps itself as its label.

    >>> meaning_of("tp60").unit, meaning_of("xyz").label
    ('%', 'xyz (libellé à vérifier)')
    """
    return CATALOGUE.get(code) or IndicatorMeaning(code, f"{code} ({TO_CHECK})", Kind.RATIO, Theme.OTHER)


def _group(theme: Theme, *rows: tuple[str, str, Kind, str]) -> list[IndicatorMeaning]:
    return [IndicatorMeaning(code, label, kind, theme, meaning) for code, label, kind, meaning in rows]


_COUNT, _PERCENT, _EUROS, _RATIO = Kind.COUNT, Kind.PERCENT, Kind.EUROS, Kind.RATIO
_PER_UNIT = "Par unité de consommation\u00a0: le revenu du ménage rapporté à sa taille et à l’âge de ses membres."
_PRECARIOUS = "Apprentissage, intérim, emplois aidés, stages rémunérés, contrats à durée limitée."
_JOBSEEKERS = "Inscrits en fin de mois, catégories A, B, C, D et E."
_JOBSEEKERS_ABC = "Tenus de chercher un emploi\u00a0: catégories A, B et C."

CATALOGUE: dict[str, IndicatorMeaning] = {
    entry.code: entry
    for entry in [
        *_group(
            Theme.POPULATION,
            ("pop_mun", "Habitants du quartier", _COUNT, "Population municipale du quartier."),
            (
                "pop_com_qp",
                "Habitants des quartiers prioritaires de la commune",
                _COUNT,
                "Cumul des quartiers prioritaires de la ou des communes du quartier.",
            ),
            ("pop_com", "Habitants de la commune", _COUNT, "Population municipale de la ou des communes du quartier."),
            (
                "ind_jeune",
                "Indice de jeunesse",
                _RATIO,
                "Habitants de moins de 20 ans pour un habitant de 60 ans ou plus.",
            ),
            ("tx_tot_et", "Part des étrangers", _PERCENT, "Habitants qui n’ont pas la nationalité française."),
            ("tx_f", "Part des femmes", _PERCENT, ""),
            ("tx_f_et", "Part des étrangères parmi les femmes", _PERCENT, ""),
        ),
        *_group(
            Theme.INCOME,
            (
                "percou",
                "Personnes couvertes par la Caf",
                _COUNT,
                "Allocataires d’au moins une prestation, conjoints, enfants et autres personnes à charge.",
            ),
            ("a", "Foyers allocataires de la Caf", _COUNT, "Foyers qui perçoivent au moins une prestation."),
            ("pmimp", "Part des ménages imposés", _PERCENT, ""),
            (
                "part_chomprinc",
                "Part des ménages vivant d’abord du chômage",
                _PERCENT,
                "Ménages dont l’indemnité de chômage est l’origine principale du revenu déclaré.",
            ),
            ("decuc_q2", "Revenu déclaré médian", _EUROS, _PER_UNIT),
            ("decuc_d1", "Revenu déclaré, premier décile", _EUROS, _PER_UNIT),
            ("decuc_d9", "Revenu déclaré, neuvième décile", _EUROS, _PER_UNIT),
            ("disp_q2", "Revenu disponible médian", _EUROS, _PER_UNIT),
            ("disp_d1", "Revenu disponible, premier décile", _EUROS, _PER_UNIT),
            ("disp_d9", "Revenu disponible, neuvième décile", _EUROS, _PER_UNIT),
            ("tp60", "Taux de pauvreté", _PERCENT, "Habitants sous 60\u202f% du niveau de vie médian."),
            (
                "brev",
                "Taux de bas revenus",
                _PERCENT,
                "Habitants sous 60\u202f% du revenu déclaré médian par unité de consommation.",
            ),
        ),
        *_group(
            Theme.EMPLOYMENT,
            ("tx_tot_empl", "Taux d’emploi", _PERCENT, "Personnes de 15 à 64 ans qui ont un emploi."),
            ("tx_f_empl", "Taux d’emploi des femmes", _PERCENT, "Femmes de 15 à 64 ans qui ont un emploi."),
            ("tx_et_empl", "Taux d’emploi des étrangers", _PERCENT, "Étrangers de 15 à 64 ans qui ont un emploi."),
            ("tx_tot_eprec", "Part des emplois précaires", _PERCENT, _PRECARIOUS),
            ("tx_f_eprec", "Part des emplois précaires, femmes", _PERCENT, _PRECARIOUS),
            ("tx_et_eprec", "Part des emplois précaires, étrangers", _PERCENT, _PRECARIOUS),
        ),
        *_group(
            Theme.JOBSEEKERS,
            ("abcde", "Demandeurs d’emploi", _COUNT, _JOBSEEKERS),
            ("abc", "Demandeurs d’emploi tenus de chercher", _COUNT, _JOBSEEKERS_ABC),
            ("abcde_f", "Demandeuses d’emploi", _COUNT, _JOBSEEKERS),
            ("abcde_h", "Demandeurs d’emploi, hommes", _COUNT, _JOBSEEKERS),
            ("abc_capbep", "Demandeurs d’emploi de niveau CAP ou BEP", _COUNT, _JOBSEEKERS_ABC),
            ("abc_bac", "Demandeurs d’emploi de niveau bac", _COUNT, _JOBSEEKERS_ABC),
            ("abc_supbac", "Demandeurs d’emploi au-delà du bac", _COUNT, _JOBSEEKERS_ABC),
        ),
        *_group(
            Theme.SCHOOLS,
            ("ec_mat", "Écoles maternelles", _COUNT, "À moins de 100\u00a0m du quartier."),
            ("ec_elem", "Écoles élémentaires", _COUNT, "À moins de 100\u00a0m du quartier."),
            ("ec_elem_pri", "Écoles élémentaires privées", _COUNT, "À moins de 100\u00a0m du quartier."),
            ("coll", "Collèges", _COUNT, "À moins de 300\u00a0m du quartier."),
            ("coll_pri", "Collèges privés", _COUNT, "À moins de 300\u00a0m du quartier."),
        ),
        *_group(
            Theme.BUSINESSES,
            ("nbetab", "Établissements", _COUNT, "Entreprises et lieux de travail du quartier."),
            (
                "ens_sante",
                "Établissements d’enseignement, de santé et d’action sociale",
                _COUNT,
                "Parmi les services aux particuliers.",
            ),
            ("serv_par", "Établissements de services aux particuliers", _COUNT, ""),
            ("serv_tot", "Établissements de services", _COUNT, "Services aux entreprises et aux particuliers."),
            ("auto_ent", "Créations d’auto-entrepreneurs", _COUNT, "Parmi les créations d’établissements."),
        ),
    ]
}
