"""Chinese text: repair of damage, numerals, quantities, dates."""
