"""The public site: pages, news, regulations, outages."""
