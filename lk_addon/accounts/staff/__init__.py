"""Screens of the back office about access, one module for each kind of row."""
