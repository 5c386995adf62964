"""The cabinet, its staff screens and the public register: an add-on of the site."""
