"""The interface for programs: REST below ``/api/v1/`` of the public host, see docs/guide/api.md."""
