"""The history only grows."""

from django.db import migrations

from gongjian.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("history", "0002_first")]

    operations = [AppendOnly("history_entry")]
