"""Settings: base, and on it dev, test and production.

Everything secret or local comes from the environment; deploy/production.env.example
lists every variable.
"""
