"""What the sessions of the demonstration say: questions, moments and audiences of 2020, speakers by role."""

from quartiers.exchanges.rules import Lever, Part

QUESTION = "Comment favoriser l’emploi dans les quartiers prioritaires ?"
PRESENTATION = (
    "Trois échanges en visio pour celles et ceux qui font la politique de la ville : collectivités, services de "
    "l’État, économie sociale et solidaire, entreprises, habitants des conseils citoyens.\n\nOn s’informe, on entend "
    "des témoins, on pose ses questions. Qui veut aller plus loin demande un second groupe, avec un spécialiste."
)
SESSIONS = (
    (
        "achats-responsables",
        (2020, 11, 17),
        "Achats responsables au service du quartier : le volet environnemental",
        "En quoi une clause environnementale peut-elle servir les quartiers ?",
        (
            (Part.FRAMING, "Ce qu’est un achat public responsable", 20),
            (Part.TALK, "Les clauses environnementales et leur cadre juridique", 30),
            (Part.TESTIMONY, "Réemploi dans le bâtiment, circuits courts : deux expériences", 20),
            (Part.QUESTIONS, "Charte d’insertion, SPASER : vos questions", 20),
        ),
        (
            ("Hélène Puech", "chargée de la commande publique", "association d’appui aux politiques publiques"),
            ("Karim Benali", "acheteur", "collectivité témoin"),
        ),
    ),
    (
        "insertion-par-l-activite-economique",
        (2020, 11, 26),
        "L’insertion par l’activité économique et les quartiers",
        "Où et qui sont les structures, et que peut faire une intercommunalité ?",
        (
            (Part.FRAMING, "Le contexte et la plateforme nationale de l’inclusion", 20),
            (Part.TALK, "Les réseaux et les structures de la région", 30),
            (Part.TALK, "Les marges de manœuvre des intercommunalités", 20),
            (Part.QUESTIONS, "Vos questions", 20),
        ),
        (
            ("Rachid Amsellem", "délégué régional", "inter-réseau de l’insertion"),
            ("Claire Vasseur", "chargée de mission IAE", "service de l’État en région"),
        ),
    ),
    (
        "cites-de-l-emploi",
        (2020, 12, 8),
        "Les Cités de l’emploi : de quoi s’agit-il ?",
        "Comment passer d’une logique de dispositifs à une logique de parcours ?",
        (
            (Part.FRAMING, "Le dispositif, ses attendus, son financement", 30),
            (Part.TESTIMONY, "Deux Cités de la région racontent", 40),
            (Part.QUESTIONS, "Vos questions", 20),
        ),
        (
            ("Nadège Orsini", "cheffe de projet", "agence nationale"),
            ("Sophie Delmas", "directrice", "groupement de la politique de la ville"),
        ),
    ),
)
#: By session: what it says in easy words, then what was said there in 2020.
EASY = (
    "Une ville achète beaucoup de choses. Elle peut choisir d’acheter à des entreprises qui respectent la nature et "
    "qui emploient des habitants du quartier. Pendant une heure et demie, on explique comment.",
    "Certaines entreprises embauchent des personnes qui ne trouvent pas de travail. Elles les aident et les forment. "
    "On explique qui elles sont et comment travailler avec elles.",
    "La Cité de l’emploi réunit tous ceux qui aident à trouver un travail dans un quartier. On explique comment elle "
    "marche, et deux Cités racontent.",
)
MINUTES = (
    "Une clause environnementale sert le quartier quand elle crée une activité que ses habitants peuvent tenir : "
    "réemploi, circuits courts, entretien des espaces verts.\n\nTrois conseils des témoins : rencontrer les "
    "structures avant d’écrire le lot ; découper les lots à leur taille ; dire dans le marché qui suit la clause.\n\n"
    "La question la plus posée, comment écrire un critère sans rompre l’égalité de traitement, appelle un second "
    "groupe avec une juriste.",
    "La plateforme nationale de l’inclusion est ouverte dans la région depuis septembre : les prescripteurs y "
    "orientent, les structures y recrutent.\n\nUne intercommunalité peut cofinancer, prêter des locaux, réserver des "
    "marchés, et signaler les zones où rien n’existe.",
    "Passer d’une logique de dispositifs à une logique de parcours : les partenaires se retrouvent autour des mêmes "
    "personnes, avec un référent et un même dossier.\n\nLes deux Cités entendues commencent par aller vers les "
    "habitants, avant toute réunion d’institutions.",
)
#: By session: title and end of the address of a document, and whether everybody may read it.
DOCUMENTS = (
    (("Le diaporama : achats responsables", "achats.pdf", True), ("Les questions et leurs réponses", "qr.pdf", False)),
    (("La carte des structures de la région", "carte-iae.pdf", True),),
    (("La présentation du dispositif", "cites.pdf", True),),
)
#: Session, lever, territory, contact, title, context, what was done, result.
PRACTICES = (
    (
        0,
        Lever.PROCUREMENT,
        "Val-Fictif",
        "Intendance du lycée de l’exemple",
        "Un lycée achète ses légumes au jardin du quartier",
        "Le jardin d’insertion vendait au marché, sans débouché stable ; le lycée cherchait des produits de saison.",
        "L’intendance a écrit un lot « légumes de saison, livrés en moins de deux jours », ouvert aux petites "
        "structures.",
        "Deux postes à l’année, et une visite du jardin pour chaque classe.",
    ),
    (
        0,
        Lever.PROCUREMENT,
        "Pins-Fictifs",
        "Direction du renouvellement urbain de l’exemple",
        "Les portes d’un immeuble démoli meublent la maison du projet",
        "La démolition de quarante logements allait remplir des bennes ; une ressourcerie cherchait du bois.",
        "Un diagnostic avant démolition, puis un lot « dépose soignée » réservé à l’insertion.",
        "Six habitants formés à la dépose, douze tonnes réemployées sur place.",
    ),
    (
        1,
        Lever.IAE,
        "Val-Fictif",
        "Chantier des Aiguades, encadrement technique",
        "Une intercommunalité prête un hangar, un chantier s’ouvre",
        "Aucune structure d’insertion à moins de trente kilomètres, et des terrains en friche.",
        "La communauté a prêté un hangar pour trois ans et payé la première tondeuse.",
        "Huit personnes en parcours la première année, dont cinq du quartier.",
    ),
    (
        2,
        Lever.CITE,
        "Pins-Fictifs",
        "Coordination de la Cité",
        "Un camion au pied des tours, avant toute réunion",
        "Les permanences en mairie restaient vides : qui habite le quartier n’y venait pas.",
        "Chaque mardi, deux conseillers et un éducateur attendent au pied des tours, sans rendez-vous.",
        "Cent dix personnes rencontrées en six mois, la moitié inconnue de tous les partenaires.",
    ),
)
