"""The pages of plans: documents, the review of a plan, reading anew."""
