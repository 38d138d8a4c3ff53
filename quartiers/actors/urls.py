"""Those who work here: their account, the organisation in use, the demonstration."""

from django.urls import path

from quartiers.actors.views import account, demo, desk, second_factor, switch

app_name = "actors"
urlpatterns = [
    path("espace/", desk.desk, name="desk"),
    path("compte/", account.account, name="account"),
    path("compte/profil/", account.profile, name="profile"),
    path("compte/appareils/deconnecter/", account.close_all, name="close_sessions"),
    path("compte/appareils/<int:session_id>/deconnecter/", account.close_one, name="close_session"),
    path("compte/organisation/", switch.switch, name="switch"),
    path("compte/proteger/", second_factor.second_factor, name="second_factor"),
    path("demo/", demo.demo, name="demo"),
    path("demo/<slug:who>/", demo.enter, name="demo_enter"),
]
