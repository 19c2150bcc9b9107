"""`/programmes/…`"""

from django.urls import path

from gongjian.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="list"),
    path("<int:pk>/", views.programme, name="programme"),
    path("packs/", views.packs, name="packs"),
    path("packs/<int:pk>/", views.pack, name="pack"),
    path("packs/shipped/<slug:code>/", views.shipped, name="shipped"),
    path("packs/shipped/<slug:code>/install/", views.install, name="install"),
    path("standards/<int:pk>/", views.standard, name="standard"),
]
