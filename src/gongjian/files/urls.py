"""`/files/<number>/…`: never listed, only linked from the records that use them."""

from django.urls import path

from gongjian.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:pk>/", views.view, name="view"),
    path("<uuid:pk>/download/", views.download, name="download"),
    path("<uuid:pk>/thumbnail/", views.thumbnail, name="thumbnail"),
]
