"""What a campaign's pages read, a file for each subject."""
