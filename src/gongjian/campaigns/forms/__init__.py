"""Forms of campaigns: each turns strings into the arguments of one action."""
