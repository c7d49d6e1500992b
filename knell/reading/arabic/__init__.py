"""Arabic read by a grammar of its own, for a language without capitals whose words wear their prepositions and conjunctions."""
