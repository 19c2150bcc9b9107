"""The tables of a campaign, a file for each subject."""

from gongjian.campaigns.models.aims import Cadence, Deadline, Op, Per, Tally, Target
from gongjian.campaigns.models.batches import Batch, BatchArea
from gongjian.campaigns.models.campaign import Campaign, Phase
from gongjian.campaigns.models.checks import Evidence, EvidenceUse, ItemCheck
from gongjian.campaigns.models.leftovers import Leftover
from gongjian.campaigns.models.organisation import Body, Membership, Pairing, Problem, Visit
from gongjian.campaigns.models.shared import Everyone, unbound
from gongjian.campaigns.models.work import (
    Assignment,
    Duty,
    Escalation,
    Extension,
    Handover,
    ProgressNote,
    Task,
)

__all__ = [
    "Assignment",
    "Batch",
    "BatchArea",
    "Body",
    "Cadence",
    "Campaign",
    "Deadline",
    "Duty",
    "Escalation",
    "Everyone",
    "Evidence",
    "EvidenceUse",
    "Extension",
    "Handover",
    "ItemCheck",
    "Leftover",
    "Membership",
    "Op",
    "Pairing",
    "Per",
    "Phase",
    "Problem",
    "ProgressNote",
    "Tally",
    "Target",
    "Task",
    "Visit",
    "unbound",
]
