"""From what was read in a plan to what a campaign could be made of: plain Python, values in, values out.

Nothing here asks the database or decides anything: each row of a proposal says what would be made of an
entry, what else could be, and where its words stand. A person changes it, `actions.start` makes it.
"""

from gongjian.campaigns.proposals.build import propose
from gongjian.campaigns.proposals.decisions import (
    Decision,
    fingerprint,
    nearest,
    past,
    settle,
    without_past,
    year_of,
)
from gongjian.campaigns.proposals.values import Make, Proposal, Row, Source

__all__ = [
    "Decision",
    "Make",
    "Proposal",
    "Row",
    "Source",
    "fingerprint",
    "nearest",
    "past",
    "propose",
    "settle",
    "without_past",
    "year_of",
]
