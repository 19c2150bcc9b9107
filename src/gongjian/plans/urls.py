"""`/plans/…`"""

from django.urls import include, path

from gongjian.plans.views import documents, rereading, review

app_name = "plans"
of_document = [
    path("", documents.document, name="document"),
    path("rename/", documents.rename, name="rename"),
    path("read-again/", documents.read_again, name="read-again"),
    path("delete/", documents.delete, name="delete"),
    path("rereading/", rereading.preview, name="rereading"),
    path("rereading/take-over/", rereading.take_over, name="take-over"),
    path("rereading/dismiss/", rereading.dismiss, name="dismiss"),
]
of_plan = [
    path("", review.review, name="review"),
    path("add/", review.add, name="add"),
    path("accept-rest/", review.accept_rest, name="accept-rest"),
    path("undo/", review.undo, name="undo"),
    path("news/", review.news, name="news"),
]
of_entry = [
    path("", review.entry, name="entry"),
    path("accept/", review.accept, name="accept"),
    path("reject/", review.reject, name="reject"),
    path("restore/", review.restore, name="restore"),
    path("edit/", review.edit, name="edit"),
    path("split/", review.split, name="split"),
    path("merge/", review.merge, name="merge"),
    path("indent/", review.indent, name="indent"),
    path("offer/", review.settle_offer, name="offer"),
]
urlpatterns = [
    path("", documents.documents, name="list"),
    path("upload/", documents.upload, name="upload"),
    path("documents/<int:pk>/", include(of_document)),
    path("entries/<int:pk>/", include(of_entry)),
    path("<int:pk>/", include(of_plan)),
]
