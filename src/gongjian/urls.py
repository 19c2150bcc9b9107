"""Every address, grouped by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongjian.staff.urls")),
]
