"""Who may open the file of a plan document: whoever may look at the document."""

from gongjian.files.models import StoredFile
from gongjian.people.reach import Reach
from gongjian.plans import queries


def may_see(file: StoredFile, reach: Reach) -> bool:
    return queries.documents(reach).filter(file=file).exists()
