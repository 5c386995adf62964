"""Steps of a visitor in a browser that tests of several parts take."""


def follow(locator, *, key=None):
    """Click the link or button (or press ``key`` on it) and wait until the page it leads to has loaded.

    A bare ``click()`` returns when the new address is known, while its document may still be empty.
    """
    with locator.page.expect_event("load"):
        if key:
            locator.press(key)
        else:
            locator.click()
