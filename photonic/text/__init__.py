"""Text: from characters to tokens to expressions, with errors that name the column."""
