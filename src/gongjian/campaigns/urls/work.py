"""`/campaigns/…`: tasks, assignments and the self-check."""

from django.urls import include, path

from gongjian.campaigns.views import asking, assignments, checks, evidence, matrix, one_task

one_assignment = [
    path("", assignments.assignment, name="assignment"),
    path("report/", assignments.report, name="report"),
    path("decide/", assignments.decide, name="decide"),
    path("ask-time/", asking.ask_time, name="ask-time"),
    path("hand-over/", asking.hand_over, name="hand-over"),
    path("appoint/", asking.appoint, name="appoint"),
    path("evidence/", evidence.at_hand, name="at-hand"),
    path("evidence/use/", evidence.use_again, name="use-evidence"),
]
self_check = [
    path("", checks.sheet, name="checks"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("<int:item>/", checks.details, name="check-item"),
    path("<int:item>/answer/", checks.answer, name="check-answer"),
]
one_answer = [
    path("evidence/", evidence.at_hand_for_check, name="check-at-hand"),
    path("evidence/add/", evidence.add_to_check, name="check-evidence"),
    path("evidence/use/", evidence.use_again_for_check, name="check-use-evidence"),
]

urlpatterns = [
    path("tasks/<int:pk>/", one_task.task, name="task"),
    path("assignments/<int:pk>/", include(one_assignment)),
    path("extensions/<int:pk>/decide/", asking.decide_time, name="decide-time"),
    path("extensions/<int:pk>/withdraw/", asking.withdraw_time, name="withdraw-time"),
    path("handovers/<int:pk>/answer/", asking.answer_handover, name="answer-handover"),
    path("handovers/<int:pk>/withdraw/", asking.withdraw_handover, name="withdraw-handover"),
    path("evidence/<int:pk>/take-off/", evidence.take_off, name="take-off"),
    path("check-evidence/<int:pk>/take-off/", evidence.take_off_check, name="check-take-off"),
    path("answers/<int:pk>/", include(one_answer)),
    path("<int:pk>/checks/", include(self_check)),
]
