"""Invented participants of the demonstration: names, organisations and words are nobody's."""

from quartiers.exchanges.rules import Audience, Nature

FIRST_NAMES = (
    "Samia", "Thomas", "Fatou", "Julien", "Nora", "Pierre", "Leïla", "Marc", "Aïssata", "Claire", "Yanis", "Sylvie",
    "Mehdi", "Hélène", "Ousmane", "Isabelle", "Rachid", "Camille", "Dounia", "Patrice", "Mariam", "Vincent", "Sonia",
    "Gérard", "Lina", "Benoît", "Salimata", "Agnès", "Karim", "Odile", "Rayan", "Monique", "Hugo", "Farida", "Luc",
    "Inès",
)  # fmt: skip
LAST_NAMES = (
    "Arnaud", "Belkacem", "Cazals", "Dembélé", "Escande", "Ferrand", "Gomis", "Hamidi", "Imbert", "Jalabert", "Kanté",
    "Lacroix", "Mansouri", "Nègre", "Ortega", "Puech", "Rouquette", "Sow", "Teisseire", "Vidal", "Wagner", "Ziani",
)  # fmt: skip
#: Audience, organisation: those of the field who come to such sessions, in the proportions in which they come.
ORGANISATIONS = (
    (Audience.COLLECTIVITE, "Ville de Val-Fictif"),
    (Audience.COLLECTIVITE, "Agglomération des Pins-Fictifs"),
    (Audience.ESS, "Chantier des Aiguades"),
    (Audience.COLLECTIVITE, "Ville de Sallèles"),
    (Audience.ETAT, "Préfecture de l’exemple"),
    (Audience.ESS, "Régie des Tilleuls"),
    (Audience.COLLECTIVITE, "Ville de Val-Fictif, commande publique"),
    (Audience.ENTREPRISE, "Travaux du Midi, exemple"),
    (Audience.ESS, "Centre social La Passerelle"),
    (Audience.HABITANT, "Conseil citoyen de la Garrigue"),
    (Audience.ETAT, "Direction départementale de l’exemple"),
    (Audience.ENTREPRISE, "Espaces verts de l’exemple"),
    (Audience.AUTRE, "Mission locale de Val-Fictif"),
)
COMMUNES = (
    "Carcassonne", "Narbonne", "Carcassonne", "Narbonne", "Tarbes", "Castelnaudary", "Narbonne", "Lourdes",
    "Carcassonne", "Lézignan-Corbières", "Tarbes", "Sallèles-d’Aude", "Limoux",
)  # fmt: skip
#: What people ask, by nature; those of one nature about one session gather on the board.
NEEDS = (
    (0, Nature.JURIDIQUE, "Comment rédiger une clause environnementale sans rompre l’égalité de traitement ?"),
    (0, Nature.JURIDIQUE, "Peut-on demander des circuits courts dans un marché de restauration scolaire ?"),
    (0, Nature.JURIDIQUE, "Le critère environnemental peut-il peser plus que le prix ?"),
    (0, Nature.JURIDIQUE, "Que risque-t-on si un candidat écarté conteste la clause ?"),
    (0, Nature.TECHNIQUE, "Quels matériaux de réemploi un petit chantier peut-il vraiment fournir ?"),
    (0, Nature.TECHNIQUE, "Avez-vous un modèle de fiche de suivi pour le réemploi ?"),
    (0, Nature.TECHNIQUE, "Comment découper un lot pour qu’une structure d’insertion puisse répondre seule ?"),
    (0, Nature.MISE_EN_OEUVRE, "Qui vérifie sur le chantier que la clause est tenue ?"),
    (1, Nature.FINANCEMENT, "Qui paie l’encadrant quand le chantier commence à trois personnes ?"),
    (1, Nature.FINANCEMENT, "L’intercommunalité peut-elle cofinancer un poste au-delà de l’aide de l’État ?"),
    (1, Nature.FINANCEMENT, "Comment tenir la trésorerie entre deux versements ?"),
    (1, Nature.MISE_EN_OEUVRE, "Comment faire venir des habitants qui ne poussent jamais notre porte ?"),
    (1, Nature.MISE_EN_OEUVRE, "Quel est le bon interlocuteur pour ouvrir une structure en zone blanche ?"),
    (1, Nature.JURIDIQUE, "Une régie de quartier peut-elle conventionner avec deux départements ?"),
    (2, Nature.MISE_EN_OEUVRE, "Comment partager le suivi d’une personne sans refaire dix fois le même dossier ?"),
    (2, Nature.MISE_EN_OEUVRE, "Qui porte la Cité de l’emploi quand deux villes veulent la conduire ?"),
    (2, Nature.AUTRE, "Comment les habitants prennent-ils part aux décisions ?"),
)
#: Who gets a personal link to try, and what is asked of the board by name.
KNOWN = (
    ("Awa", "Diarra", "Ville de Sallèles", Audience.COLLECTIVITE, "Narbonne"),
    ("Bruno", "Castel", "Direction départementale", Audience.ETAT, "Carcassonne"),
    ("Chloé", "Faure", "Ressourcerie des Aulnes", Audience.ESS, "Tarbes"),
    ("David", "Lopez", "Conseil citoyen", Audience.HABITANT, "Carcassonne"),
)
