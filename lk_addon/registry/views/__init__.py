"""The register in the cabinet."""
