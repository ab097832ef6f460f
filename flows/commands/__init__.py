"""What each command does and prints once it was typed; `flows.cli` calls it, and no flow does."""
