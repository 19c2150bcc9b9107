"""`/calendar/…`"""

from django.urls import path

from gongjian.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.year, name="year"),
    path("load/", views.load, name="load"),
    path("<str:day>/", views.day, name="day"),
]
