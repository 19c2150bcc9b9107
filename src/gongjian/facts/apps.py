from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "gongjian.facts"
    default_auto_field = "django.db.models.BigAutoField"
