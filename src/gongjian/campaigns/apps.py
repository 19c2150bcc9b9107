from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "gongjian.campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongjian.campaigns import receivers
        from gongjian.places.signals import areas_reorganised

        areas_reorganised.connect(receivers.on_reorganised, dispatch_uid="campaigns.on_reorganised")
