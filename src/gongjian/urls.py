"""Every address, grouped by app."""

from django.urls import include, path

urlpatterns = [
    path("files/", include("gongjian.files.urls")),
    path("", include("gongjian.people.urls")),
    path("", include("gongjian.staff.urls")),
]
