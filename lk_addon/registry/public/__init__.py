"""The public register: what everybody may see of the members, and how it is found."""
