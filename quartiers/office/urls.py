"""Pages of the office: who did what, what is kept."""

from django.urls import path

from quartiers.office.views import journal, retention, tasks

app_name = "office"
urlpatterns = [
    path("administration/taches/", tasks.tasks, name="tasks"),
    path("administration/taches/<int:job_id>/", tasks.task, name="task"),
    path("administration/taches/<int:job_id>/reprendre/", tasks.retry, name="task_retry"),
    path("administration/taches/<int:job_id>/annuler/", tasks.cancel, name="task_cancel"),
    path("administration/journal/", journal.journal, name="journal"),
    path("donnees-personnelles/durees/", retention.retention, name="retention"),
]
