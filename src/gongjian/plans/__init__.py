"""Plan documents (方案): uploaded, read in the background, reviewed entry by entry."""
