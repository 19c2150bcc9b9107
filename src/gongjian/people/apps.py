from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PeopleConfig(AppConfig):
    name = "gongjian.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from axes.signals import user_locked_out

        from gongjian.people import receivers
        from gongjian.places.signals import areas_reorganised

        user_logged_in.connect(receivers.start_clock, dispatch_uid="people.start_clock")
        user_locked_out.connect(receivers.note_lock, dispatch_uid="people.note_lock")
        areas_reorganised.connect(receivers.inherit, dispatch_uid="people.inherit")
