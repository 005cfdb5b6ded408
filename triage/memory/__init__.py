"""What is remembered, in one SQLite file per account: runs and intents, correspondents, fingerprints."""
