"""Reading and writing scrolls: outline, includes, names, lines of runs, texts and syntax trees."""
