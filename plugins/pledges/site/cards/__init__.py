"""Social cards: the picture that other sites show beside a link to a promise or an essay."""
