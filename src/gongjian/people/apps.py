from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PeopleConfig(AppConfig):
    name = "gongjian.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongjian.people import receivers

        user_logged_in.connect(receivers.start_clock, dispatch_uid="people.start_clock")
