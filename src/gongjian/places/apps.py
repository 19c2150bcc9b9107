from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "gongjian.places"
    default_auto_field = "django.db.models.BigAutoField"
