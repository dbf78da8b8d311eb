"""What a turn asks: spelling, places, papers, kind of question, sides."""
