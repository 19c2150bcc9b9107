"""How much of one kind is read from one plan.

No plan has as many; a file of nothing but numbers and labels must neither fill the memory nor take minutes.
Where a limit is met the plan says so in a warning (`truncated`).
"""

MOST_PLANS = 1_000
MOST_ITEMS = 200_000
MOST_ENTRIES = 50_000
