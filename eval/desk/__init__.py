"""The desk of policy staff: its tabs and what they share."""
