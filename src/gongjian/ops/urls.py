"""What watches over the installation asks here."""

from django.urls import path

from gongjian.ops import views

app_name = "ops"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
