"""The staff's own pages."""

from django.urls import path
from django.views.generic import RedirectView

from gongjian.staff import views

app_name = "staff"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="staff:today"), name="home"),
    path("today/", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("components/", views.components, name="components"),
]
