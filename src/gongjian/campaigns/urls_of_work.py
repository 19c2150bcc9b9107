"""`/campaigns/…`: tasks, assignments and the self-check."""

from django.urls import path

from gongjian.campaigns.views import checks, work

urlpatterns = [
    path("tasks/<int:pk>/", work.task, name="task"),
    path("assignments/<int:pk>/", work.assignment, name="assignment"),
    path("assignments/<int:pk>/report/", work.report, name="report"),
    path("assignments/<int:pk>/decide/", work.decide, name="decide"),
    path("assignments/<int:pk>/ask-time/", work.ask_time, name="ask-time"),
    path("assignments/<int:pk>/hand-over/", work.hand_over, name="hand-over"),
    path("assignments/<int:pk>/use-evidence/", work.use_evidence, name="use-evidence"),
    path("extensions/<int:pk>/decide/", work.decide_time, name="decide-time"),
    path("extensions/<int:pk>/withdraw/", work.withdraw_time, name="withdraw-time"),
    path("handovers/<int:pk>/answer/", work.answer_handover, name="answer-handover"),
    path("handovers/<int:pk>/withdraw/", work.withdraw_handover, name="withdraw-handover"),
    path("evidence/<int:pk>/take-off/", work.take_off, name="take-off"),
    path("<int:pk>/checks/", checks.sheet, name="checks"),
    path("<int:pk>/checks/matrix/", checks.matrix, name="matrix"),
    path("<int:pk>/checks/<int:item>/", checks.details, name="check-item"),
    path("<int:pk>/checks/<int:item>/answer/", checks.answer, name="check-answer"),
    path("<int:pk>/checks/<int:item>/evidence/", checks.add_evidence, name="check-evidence"),
    path("check-evidence/<int:pk>/take-off/", checks.take_off, name="check-take-off"),
]
