"""Views of the door. Each host puts them into its own URLconf, see :mod:`cms.users.urls`."""
