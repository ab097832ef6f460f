"""What a page of HTML says, read without a form: `scrapers.extract` for one page, `scrapers.template` for a source."""
