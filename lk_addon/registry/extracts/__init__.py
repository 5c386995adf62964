"""Extracts of the register as PDF: how they are issued, sealed and checked."""
