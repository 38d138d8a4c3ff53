"""The ground: an address, a neighbourhood, a map, lists, open data."""

from django.urls import path

from quartiers.territory.views import address, files, lists, open_data, place, point

app_name = "territory"
urlpatterns = [
    path("adresse/", address.address, name="address"),
    path("adresse/point/", point.point, name="point"),
    path("adresse/<str:token>/", address.address_answer_page, name="address_answer"),
    path("fichier/", files.file, name="file"),
    path("fichier/modele.csv", files.model, name="file_model"),
    path("fichier/<str:token>/", files.file_job, name="file_job"),
    path("fichier/<str:token>/annuler/", files.cancel, name="file_cancel"),
    path("fichier/<str:token>/telecharger/", files.download, name="file_download"),
    path("quartiers/", lists.neighbourhoods, name="neighbourhoods"),
    path("communes/", lists.communes, name="communes"),
    path("communes/<str:code>/", place.commune, name="commune"),
    path("territoires/", lists.places_index, name="places"),
    path("territoires/departement/<str:code>/", place.department, name="department"),
    path("territoires/intercommunalite/<str:code>/", place.epci, name="epci"),
    path("donnees/", open_data.open_data, name="open_data"),
]
