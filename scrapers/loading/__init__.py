"""Documents from files. `scrapers.loaders` walks the files and folders."""
