"""From items to searchable generations: encoding, building, checking, switching."""
