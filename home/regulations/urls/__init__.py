"""Addresses below the pages of this app."""
