"""Issuing many accounts at once from a workbook: read, checked and shown before anything is saved."""
