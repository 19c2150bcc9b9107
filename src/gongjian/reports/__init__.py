"""What is handed out: .xlsx and .docx of what a person may see."""
