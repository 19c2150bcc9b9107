"""A campaign as then: its communities, their answers and what was owed at the end of a day.

The tree of the day is read from the placements; what has changed since is taken back by the history. A person
reads as then what stands in their areas now, and what stood in them on the day.
"""

from gongjian.campaigns.queries.then.answers import Place, communities, seats, states
from gongjian.campaigns.queries.then.day import Then, before, on
from gongjian.campaigns.queries.then.owed import Owed, counts, owed

__all__ = ["Owed", "Place", "Then", "before", "communities", "counts", "on", "owed", "seats", "states"]
