"""Addresses of the history."""

from django.urls import path

from gongjian.history import views

app_name = "history"
urlpatterns = [
    path("", views.entries, name="list"),
    path("<int:pk>/", views.entry, name="entry"),
]
