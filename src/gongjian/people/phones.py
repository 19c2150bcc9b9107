"""Telephone numbers of colleagues, checked the same way wherever they are written."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 \-]{5,18}$", _("Write the telephone number with digits: 13800138000 or 0571-88001234.")
)
