"""What results there are, and for what they are kept."""
