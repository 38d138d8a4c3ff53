from tests.pages.walk import Walk

PAGES = [
    Walk("reading", "/lecture/"),
    Walk("help", "/aide/"),
    Walk("accessibility", "/accessibilite/"),
    Walk("legal notice", "/mentions-legales/"),
    Walk("personal data", "/donnees-personnelles/"),
    Walk("page that is not there", "/nulle-part/", status=404),
    Walk("rules", "/regles/"),
    Walk("rules without answer", "/regles/?q=zzz"),
    Walk("rules to read", "/regles/?etat=a-relire"),
    Walk("health, tasks and data missing", "/sante/"),
]
