"""Forms: what may stand in one, how one is proposed, how saved pages prove it. `scrapers.source` reads them."""
