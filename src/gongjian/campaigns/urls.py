"""`/campaigns/…`: nouns, then a verb."""

from django.urls import include, path

from gongjian.campaigns import urls_of_work
from gongjian.campaigns.views import aims, campaigns, from_plan, organisation, start, tasks, units

app_name = "campaigns"

one_campaign = [
    path("", campaigns.campaign, name="campaign"),
    path("edit/", campaigns.edit, name="edit"),
    path("move/", campaigns.move, name="move"),
    path("phases/add/", tasks.add_phase, name="add-phase"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/add/", tasks.add, name="add-task"),
    path("units/", units.units, name="units"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("bodies/add/", organisation.add_body, name="add-body"),
    path("pairings/", organisation.pairings, name="pairings"),
    path("pairings/add/", organisation.add_pairing, name="add-pairing"),
    path("batches/", aims.batches, name="batches"),
    path("batches/add/", aims.add_batch, name="add-batch"),
    path("targets/", aims.aims, name="aims"),
    path("targets/add/", aims.add_target, name="add-target"),
    path("cadences/add/", aims.add_cadence, name="add-cadence"),
    path("plan/", from_plan.from_plan, name="from-plan"),
    path("names/bind/", from_plan.bind, name="bind"),
]

urlpatterns = [
    path("", campaigns.listing, name="list"),
    path("new/", campaigns.new, name="new"),
    path("start/<int:pk>/", start.basics, name="start"),
    path("start/<int:pk>/rows/", start.rows, name="start-rows"),
    path("phases/<int:pk>/edit/", tasks.edit_phase, name="edit-phase"),
    path("phases/<int:pk>/remove/", tasks.remove_phase, name="remove-phase"),
    path("tasks/<int:pk>/edit/", tasks.edit, name="edit-task"),
    path("tasks/<int:pk>/cancel/", tasks.cancel, name="cancel-task"),
    path("tasks/<int:pk>/restore/", tasks.restore, name="restore-task"),
    path("tasks/<int:pk>/assign/", tasks.assign, name="assign"),
    path("assignments/<int:pk>/take-away/", tasks.unassign, name="unassign"),
    path("leftovers/<int:pk>/use/", tasks.use_leftover, name="use-leftover"),
    path("bodies/<int:pk>/edit/", organisation.edit_body, name="edit-body"),
    path("bodies/<int:pk>/remove/", organisation.remove_body, name="remove-body"),
    path("bodies/<int:pk>/seats/add/", organisation.add_seat, name="add-seat"),
    path("seats/<int:pk>/edit/", organisation.edit_seat, name="edit-seat"),
    path("seats/<int:pk>/succeed/", organisation.succeed, name="succeed"),
    path("seats/<int:pk>/end/", organisation.end_seat, name="end-seat"),
    path("pairings/<int:pk>/edit/", organisation.edit_pairing, name="edit-pairing"),
    path("pairings/<int:pk>/visit/", organisation.visit, name="visit"),
    path("problems/<int:pk>/solve/", organisation.solve, name="solve"),
    path("batches/<int:pk>/edit/", aims.edit_batch, name="edit-batch"),
    path("batches/<int:pk>/remove/", aims.remove_batch, name="remove-batch"),
    path("batches/<int:pk>/communities/", aims.choose, name="choose"),
    path("batch-communities/<int:pk>/reach/", aims.reach, name="reach"),
    path("targets/<int:pk>/edit/", aims.edit_target, name="edit-target"),
    path("targets/<int:pk>/remove/", aims.remove_target, name="remove-target"),
    path("targets/<int:pk>/tally/", aims.tally, name="tally"),
    path("cadences/<int:pk>/edit/", aims.edit_cadence, name="edit-cadence"),
    path("cadences/<int:pk>/remove/", aims.remove_cadence, name="remove-cadence"),
    path("<int:pk>/", include(one_campaign)),
    *urls_of_work.urlpatterns,
]
