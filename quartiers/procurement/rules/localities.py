"""Names of places and of their people, as clauses write them, folded: without accents, one space between words.

Names that are also common words («Lot, Nord, Somme, Cher, Manche, Creuse, Vienne») are left out: «le titulaire du lot»
names no department.
"""

REGIONS = (
    "auvergne", "auvergne rhone alpes", "bourgogne", "franche comte", "bretagne", "centre val de loire", "corse",
    "alsace", "lorraine", "champagne", "grand est", "hauts de france", "picardie", "ile de france", "normandie",
    "nouvelle aquitaine", "aquitaine", "limousin", "occitanie", "languedoc", "pays de la loire", "paca", "provence",
    "guadeloupe", "martinique", "guyane", "la reunion", "mayotte",
)  # fmt: skip
DEPARTMENTS = (
    "ain", "aisne", "allier", "alpes de haute provence", "hautes alpes", "alpes maritimes", "ardeche", "ardennes",
    "ariege", "aube", "aude", "aveyron", "bouches du rhone", "calvados", "cantal", "charente", "charente maritime",
    "correze", "corse du sud", "haute corse", "cote d or", "cotes d armor", "dordogne", "doubs", "drome", "eure",
    "eure et loir", "finistere", "gard", "haute garonne", "gers", "gironde", "herault", "ille et vilaine", "indre",
    "indre et loire", "isere", "jura", "landes", "loir et cher", "loire", "haute loire", "loire atlantique", "loiret",
    "lot et garonne", "lozere", "maine et loire", "marne", "haute marne", "mayenne", "meurthe et moselle", "meuse",
    "morbihan", "moselle", "nievre", "oise", "orne", "pas de calais", "puy de dome", "pyrenees atlantiques",
    "hautes pyrenees", "pyrenees orientales", "bas rhin", "haut rhin", "rhone", "haute saone", "saone et loire",
    "sarthe", "savoie", "haute savoie", "paris", "seine maritime", "seine et marne", "yvelines", "deux sevres", "tarn",
    "tarn et garonne", "var", "vaucluse", "vendee", "haute vienne", "vosges", "yonne", "territoire de belfort",
    "essonne", "hauts de seine", "seine saint denis", "val de marne", "val d oise",
)  # fmt: skip
#: Stems of the names of inhabitants; an ending of gender and number follows.
PEOPLE = (
    "gardois", "heraultais", "audois", "lozerien", "ardechois", "aveyronnais", "tarnais", "ariegeois", "gersois",
    "girondin", "landais", "bearnais", "charentais", "correzien", "creusois", "perigourdin", "limousin", "auvergnat",
    "cantalien", "isarien", "axonais", "picard", "nordiste", "artesien", "normand", "breton", "finisterien",
    "morbihannais", "costarmoricain", "bretillien", "sarthois", "mayennais", "angevin", "vendeen", "nantais",
    "tourangeau", "berrichon", "poitevin", "bourguignon", "franc comtois", "jurassien", "vosgien", "mosellan",
    "lorrain", "alsacien", "champenois", "ardennais", "savoyard", "iserois", "dromois", "rhodanien",
    "ligerien", "provencal", "provencaux", "varois", "vauclusien", "azureen", "corse", "catalan", "occitan", "basque",
    "francilien", "parisien", "sequano dionysien", "lyonnais", "marseillais", "toulousain", "nimois", "alesien",
    "montpellierain", "biterrois", "bordelais", "lillois", "rennais", "strasbourgeois", "grenoblois", "stephanois",
    "havrais", "remois", "toulonnais", "dijonnais", "nicois", "cevenol", "camarguais", "reunionnais",
    "martiniquais", "guadeloupeen", "guyanais", "mahorais", "francais",
)  # fmt: skip


def named(*names: str) -> str:
    """An expression that finds one of these names, the longest first."""
    return f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"


#: «Gard», «Île-de-France».
TERRITORY = named(*REGIONS, *DEPARTMENTS)
#: «gardoise», «cévenols».
INHABITANT = f"{named(*PEOPLE)}(?:n?e)?s?"
