"""What production asks of its environment."""

import os


def require(*names):
    """End the process with one plain message that names every variable of ``names`` without a value."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"Production settings: no value for {', '.join(missing)}. See deploy/production.env.example.")
