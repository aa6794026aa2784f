"""Normal forms: sums collected, hypotheses directed, terms reduced to one written form, each step a law."""
