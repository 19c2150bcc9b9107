"""`/inbox/…`"""

from django.urls import path

from gongjian.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.messages, name="list"),
    path("read/", views.read_all, name="read-all"),
    path("<int:pk>/", views.open_message, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
]
