"""Reading a regulation from a file that people bring: text, DOCX or PDF."""
