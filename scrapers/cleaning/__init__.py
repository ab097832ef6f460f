"""What each line of a document is, by its words and its place. `scrapers.clean` puts it together."""
