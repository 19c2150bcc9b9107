"""`/reports/…`"""

from django.urls import path

from gongjian.reports import views
from gongjian.reports.models import Report

app_name = "reports"
urlpatterns = [
    path("<int:pk>/", views.report, name="report"),
    path("campaigns/<int:pk>/", views.campaign, name="campaign"),
    path(
        "campaigns/<int:pk>/breakdown/",
        views.campaign,
        {"kind": str(Report.Kind.BREAKDOWN)},
        name="breakdown",
    ),
]
