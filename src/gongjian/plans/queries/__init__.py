"""What can be asked of plans."""

from gongjian.plans.queries.documents import areas_to_upload_for, documents, listed, plans, plans_of
from gongjian.plans.queries.review import Review, Row, changed_since, last_change_of, review, rows_of
from gongjian.plans.queries.splitting import places_to_split

__all__ = [
    "Review",
    "Row",
    "areas_to_upload_for",
    "changed_since",
    "documents",
    "last_change_of",
    "listed",
    "places_to_split",
    "plans",
    "plans_of",
    "review",
    "rows_of",
]
