"""A message to one person."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.inbox.words import shown


class Kind(models.TextChoices):
    """How a message looks and sorts; what it says is in its title and text."""

    NEWS = "news", pgettext_lazy("message", "News")
    DONE = "done", pgettext_lazy("message", "Done")
    TO_DO = "to-do", pgettext_lazy("message", "To do")
    OVERDUE = "overdue", pgettext_lazy("message", "Overdue")
    TROUBLE = "trouble", pgettext_lazy("message", "Trouble")


class Message(models.Model):
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NEWS)
    # As the one who caused it would read it; `words` holds title and text for the reader, where they are ours.
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True, default="")
    words = models.JSONField(encoder=DjangoJSONEncoder, blank=True, default=dict)
    # A path of our own, never an address elsewhere: checked by the action.
    url = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(_("time"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["to", "-created_at", "-id"], name="message_of_person"),
            # The bell counts these on every page.
            models.Index(fields=["to"], condition=Q(read_at=None), name="message_unread"),
            models.Index(fields=["created_at"], name="message_by_time"),
        ]

    def __str__(self) -> str:
        return self.said_title

    def get_absolute_url(self) -> str:
        return reverse("inbox:open", args=[self.pk])

    @property
    def said_title(self) -> str:
        """The title in the language of the moment."""
        return shown(self.words.get("title"), self.title)

    @property
    def said_text(self) -> str:
        """The text in the language of the moment."""
        return shown(self.words.get("text"), self.text)
