"""A programme pursued by an area in a period: phases, tasks, who answers for what, self-checks, evidence."""
