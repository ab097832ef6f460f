"""Small whole news sites on loopback for the tests and `make demo`: real HTTP, three days of made-up news."""
