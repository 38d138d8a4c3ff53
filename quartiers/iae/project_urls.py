"""Addresses of projects of structures."""

from django.urls import path

from quartiers.iae.views import erasing, projects

ROOT = "projets-de-structures/"
ONE = f"{ROOT}<int:project_id>/"
PROJECTS = [
    path(ROOT, projects.projects, name="projects"),
    path(f"{ROOT}commencer/", projects.start, name="start_project"),
    path(f"{ROOT}nouveau/", projects.create, name="create_project"),
    path(ONE, projects.project, name="project"),
    path(f"{ONE}modifier/", projects.edit, name="edit_project"),
    path(f"{ONE}supprimer/", erasing.project, name="erase_project"),
    path(f"{ONE}etapes/", projects.note_step, name="note_step"),
    path(f"{ONE}etapes/<slug:step>/retirer/", projects.remove_step, name="remove_step"),
]
