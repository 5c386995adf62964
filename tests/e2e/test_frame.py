"""The frame that every public page has."""


def test_home_page_opens_in_a_browser(page, site_url, axe):
    answer = page.goto(site_url)
    assert answer.status == 200
    axe(page)
