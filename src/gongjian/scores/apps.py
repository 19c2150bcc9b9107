from django.apps import AppConfig


class ScoresConfig(AppConfig):
    name = "gongjian.scores"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongjian.facts.signals import facts_recorded
        from gongjian.places.signals import areas_reorganised
        from gongjian.scores import receivers

        facts_recorded.connect(receivers.on_recorded, dispatch_uid="scores.mark")
        areas_reorganised.connect(receivers.on_reorganised, dispatch_uid="scores.mark-all")
