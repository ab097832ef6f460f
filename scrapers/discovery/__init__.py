"""What a night asks for: listings, feeds, sitemaps, and the plan made of them. `scrapers.discover` walks them."""
