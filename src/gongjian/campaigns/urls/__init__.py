"""`/campaigns/…`: nouns, then a verb."""

from gongjian.campaigns.urls import steering, work

app_name = "campaigns"
urlpatterns = [*steering.urlpatterns, *work.urlpatterns]
