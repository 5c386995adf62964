"""Terms counted in years."""


def years_later(day, years):
    """Return the same day so many years later (earlier when negative); 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
