"""The desk of bank staff: financing needs and the white list."""
