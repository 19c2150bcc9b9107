from django.db import migrations

from gongjian.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("facts", "0002_covering_index")]

    operations = [AppendOnly("facts_fact")]
