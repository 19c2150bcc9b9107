"""What templates need to show things our way."""

from django import template

register = template.Library()
