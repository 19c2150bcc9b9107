"""`/areas/…`"""

from django.urls import path

from gongjian.places import views

app_name = "places"
urlpatterns = [
    path("", views.tops, name="list"),
    path("new/", views.create, name="create-top"),
    path("find/", views.find, name="find"),
    path("pick/", views.pick, name="pick"),
    path("branch/", views.branch, name="tops-branch"),
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/", views.change, name="change"),
    path("import/", views.upload, name="import"),
    path("import/template/", views.template, name="import-template"),
    path("import/<int:pk>/", views.draft, name="import-draft"),
    path("import/<int:pk>/confirm/", views.confirm, name="import-confirm"),
    path("import/<int:pk>/discard/", views.discard, name="import-discard"),
    path("<int:pk>/", views.area, name="area"),
    path("<int:pk>/branch/", views.branch, name="branch"),
    path("<int:pk>/new/", views.create, name="create"),
    path("<int:pk>/edit/", views.amend, name="amend"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/split/", views.split, name="split"),
]
