"""Every address, grouped by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongjian.ops.urls")),
    path("jobs/", include("gongjian.jobs.urls")),
    path("files/", include("gongjian.files.urls")),
    path("inbox/", include("gongjian.inbox.urls")),
    path("plans/", include("gongjian.plans.urls")),
    path("", include("gongjian.people.urls")),
    path("", include("gongjian.staff.urls")),
]
