from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "gongjian.reports"
    default_auto_field = "django.db.models.BigAutoField"
