"""The Codex: cells and sheets, the one timeline in which a scroll is executed, and its records."""
