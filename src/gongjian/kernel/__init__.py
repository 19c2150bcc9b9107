"""What every app stands on and none owns: refusals, area paths, sealed fields, the request, tables."""

import django_stubs_ext

# Lets fields, forms and managers be written with their types (`TextField[str, str]`), as the checker reads them.
django_stubs_ext.monkeypatch()
