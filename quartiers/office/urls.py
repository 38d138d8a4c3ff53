"""Pages of the office: what left, who did what, what is kept."""

from django.urls import path

from quartiers.office.views import campaigns, imports, journal, loads, mails, retention, tasks

app_name = "office"
MESSAGE = "administration/messages/<int:number>/"
urlpatterns = [
    path("administration/messages/", mails.mails_page, name="mails"),
    path(MESSAGE, mails.mail_page, name="mail"),
    path(f"{MESSAGE}campagne/", campaigns.campaign, name="campaign"),
    path(f"{MESSAGE}campagne/<str:verb>/", campaigns.campaign_decision, name="campaign_decision"),
    path(f"{MESSAGE}<str:verb>/", mails.mail_decision, name="mail_decision"),
    path("administration/taches/", tasks.tasks, name="tasks"),
    path("administration/taches/<int:job_id>/", tasks.task, name="task"),
    path("administration/taches/<int:job_id>/reprendre/", tasks.retry, name="task_retry"),
    path("administration/taches/<int:job_id>/annuler/", tasks.cancel, name="task_cancel"),
    path("administration/journal/", journal.journal, name="journal"),
    path("donnees-personnelles/durees/", retention.retention, name="retention"),
    path("chargements/<slug:code>/", loads.deposit, name="load_deposit"),
    path("chargements/<slug:code>/<str:token>/", loads.load, name="load"),
    path("chargements/<slug:code>/<str:token>/arreter/", loads.stop, name="load_stop"),
    path("imports/<slug:code>/", imports.deposit, name="import_deposit"),
    path("imports/<slug:code>/modele.csv", imports.model, name="import_model"),
    path("imports/<slug:code>/<str:token>/", imports.table, name="import_table"),
    path("imports/<slug:code>/<str:token>/enregistrer/", imports.confirm, name="import_confirm"),
    path("imports/<slug:code>/<str:token>/annuler/", imports.cancel, name="import_cancel"),
    path("imports/<slug:code>/<str:token>/a-corriger.csv", imports.to_correct, name="import_to_correct"),
]
