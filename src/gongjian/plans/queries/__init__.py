"""What can be asked of plans."""

from gongjian.plans.queries.campaigning import ForCampaign, for_campaign
from gongjian.plans.queries.documents import areas_to_upload_for, documents, listed, plans
from gongjian.plans.queries.review import Review, Row, changed_since, review, rows_of, tallies

__all__ = [
    "ForCampaign",
    "Review",
    "Row",
    "areas_to_upload_for",
    "changed_since",
    "documents",
    "for_campaign",
    "listed",
    "plans",
    "review",
    "rows_of",
    "tallies",
]
