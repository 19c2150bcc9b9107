"""What changes campaigns, a file for each subject."""
