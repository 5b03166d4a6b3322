"""The desk in the browser: pages drawn on the server, read from one desk, on this machine only."""
