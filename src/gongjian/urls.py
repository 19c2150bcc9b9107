"""Every address, grouped by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongjian.ops.urls")),
    path("areas/", include("gongjian.places.urls")),
    path("jobs/", include("gongjian.jobs.urls")),
    path("files/", include("gongjian.files.urls")),
    path("inbox/", include("gongjian.inbox.urls")),
    path("calendar/", include("gongjian.calendars.urls")),
    path("programmes/", include("gongjian.programmes.urls")),
    path("plans/", include("gongjian.plans.urls")),
    path("campaigns/", include("gongjian.campaigns.urls")),
    path("reports/", include("gongjian.reports.urls")),
    path("history/", include("gongjian.history.urls")),
    path("", include("gongjian.people.urls")),
    path("", include("gongjian.staff.urls")),
]
