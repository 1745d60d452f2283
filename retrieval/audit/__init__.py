"""What a catalogue has twice, or says against itself."""
