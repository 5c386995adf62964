"""The password typed a moment ago, which sensitive acts ask for."""

from tests.factories.accounts import PASSWORD


def confirmed(client, password=PASSWORD):
    """Let the browser ``client`` confirm the password in the cabinet, and return it."""
    answer = client.post("/security/confirm/", {"password": password})
    assert answer.status_code == 302
    return client
