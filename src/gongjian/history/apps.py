from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "gongjian.history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongjian.history import receivers
        from gongjian.kernel.tables import list_exported

        list_exported.connect(receivers.note_export, dispatch_uid="history.note_export")
