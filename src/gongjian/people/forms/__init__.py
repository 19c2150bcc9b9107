"""Forms of people: each turns strings into the arguments of one action."""
