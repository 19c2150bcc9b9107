"""Who may open a file that campaigns use."""

from gongjian.campaigns.models import Evidence
from gongjian.campaigns.queries import visible
from gongjian.files.models import StoredFile
from gongjian.people.reach import Reach


def may_see(file: StoredFile, reach: Reach) -> bool:
    """A piece of evidence is seen where its area is, and where the work it serves is."""
    seen = visible.assignments(reach).values("pk")
    pieces = Evidence.objects.filter(file=file)
    return (
        visible.evidence(reach).filter(file=file).exists()
        or pieces.filter(uses__assignment__in=seen).exists()
    )
