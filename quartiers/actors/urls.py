"""Those who work here: their account, the organisation in use, the demonstration."""

from django.urls import path

from quartiers.actors.views import account, accounts, demo, invitation, members, second_factor, switch

app_name = "actors"
urlpatterns = [
    path("compte/", account.account, name="account"),
    path("compte/profil/", account.profile, name="profile"),
    path("compte/appareils/deconnecter/", account.close_all, name="close_sessions"),
    path("compte/appareils/<int:session_id>/deconnecter/", account.close_one, name="close_session"),
    path("compte/organisation/", switch.switch, name="switch"),
    path("compte/proteger/", second_factor.second_factor, name="second_factor"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("membres/", members.members, name="members"),
    path("membres/confirmer/", members.confirm, name="confirm_members"),
    path("membres/<int:membership_id>/", members.member, name="member"),
    path("membres/<int:membership_id>/retirer/", members.end, name="end_membership"),
    path("invitations/", members.where_to_invite, name="where_to_invite"),
    path("invitations/nouvelle/<int:organisation_id>/", members.invite, name="invite"),
    path("invitations/<int:invitation_id>/renvoyer/", members.send_again, name="send_invitation_again"),
    path("invitations/<int:invitation_id>/retirer/", members.revoke, name="revoke_invitation"),
    path("administration/comptes/", accounts.accounts, name="accounts"),
    path("administration/comptes/<int:user_id>/", accounts.account, name="account_of"),
    path("administration/comptes/<int:user_id>/<slug:verb>/", accounts.decide, name="decide_account"),
    path("administration/roles/", accounts.roles, name="roles"),
    path("demo/", demo.demo, name="demo"),
    path("demo/<slug:who>/", demo.enter, name="demo_enter"),
]
