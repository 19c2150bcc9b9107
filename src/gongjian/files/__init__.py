"""What people upload: checked, hashed, kept once, pictures stripped of where they were taken."""
