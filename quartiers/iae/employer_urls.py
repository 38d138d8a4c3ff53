"""Addresses of employers of insertion and of their posts."""

from django.urls import path

from quartiers.iae.views import employers

ONE = "employeurs/<int:organisation_id>/"
EMPLOYERS = [
    path("employeurs/", employers.employers, name="employers"),
    path("postes/", employers.posts, name="posts"),
    path(ONE, employers.employer, name="employer"),
    path(f"{ONE}modifier/", employers.edit, name="edit_employer"),
    path(f"{ONE}postes/ajouter/", employers.add_post, name="add_post"),
    path(f"{ONE}postes/confirmer/", employers.confirm, name="confirm_posts"),
    path(f"{ONE}postes/<int:post_id>/", employers.post, name="edit_post"),
]
