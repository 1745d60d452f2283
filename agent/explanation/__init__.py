"""Facts of a hit, and the reasons that are made of them."""
