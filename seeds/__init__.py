"""The five seed documents and what is known of each (see manifest.toml and NOTICE)."""
