"""`/programmes/…`"""

from django.urls import path

from gongjian.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="list"),
    path("<int:pk>/", views.programme, name="programme"),
    path("standards/<int:pk>/", views.standard, name="standard"),
]
