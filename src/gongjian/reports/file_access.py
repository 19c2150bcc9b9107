"""Who may open the file of a report."""

from gongjian.files.models import StoredFile
from gongjian.people.reach import Reach
from gongjian.reports import queries


def may_see(file: StoredFile, reach: Reach) -> bool:
    """Who asked for it, while they see the campaign."""
    return queries.mine(reach).filter(file=file).exists()
